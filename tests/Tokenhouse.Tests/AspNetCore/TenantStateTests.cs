using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.AspNetCore;

/// <summary>The client state by tenant: what changes is asked for alone, and what cannot be read is one tenant's trouble.</summary>
[Trait("Category", "Security")]
public sealed class TenantStateTests : IAsyncLifetime
{
    private const long Acme = 218;
    private const long Globex = 305;

    private FakeAuthority authority = null!;

    public async ValueTask InitializeAsync()
    {
        authority = await FakeAuthority.Start();
        authority.ByTenant = new() { [Acme] = FakeAuthority.OfTenant("1"), [Globex] = FakeAuthority.OfTenant("1", Restrict) };
    }

    public async ValueTask DisposeAsync() => await authority.DisposeAsync();

    [Fact]
    public async Task A_tenant_is_read_again_when_its_version_changed_and_no_other()
    {
        var asked = new List<string>();
        authority.Instead["/state"] = http =>
        {
            lock (asked)
                asked.Add(http.Request.QueryString.Value!);
            return Task.FromResult(false);
        };
        await using var api = await ProtectedApi.Start(authority);
        (await api.Call(Token(api, Acme))).Status.ShouldBe(200);
        Change(Acme, "2", state => state["disabled_clients"] = new JsonArray("acme-live"));
        await api.HearOf(authority);
        await Eventually.True(async () => (await api.Call(Token(api, Acme))).Status == 401);
        (await api.Call(Token(api, Globex, "globex-live"), "/who")).Status.ShouldBe(200);
        lock (asked)
            asked.ShouldBe(["?by=tenant", "?tenant=218&tenant=305", "?by=tenant", "?tenant=218"], ignoreOrder: false);
    }

    [Fact]
    public async Task A_tenant_of_which_there_is_nothing_to_say_is_admitted()
    {
        await using var api = await ProtectedApi.Start(authority);
        (await api.Call(Token(api, 1000), "/who")).Status.ShouldBe(200);
        authority.ByTenant!.Remove(Globex, out _).ShouldBeTrue();
        await api.HearOf(authority);
        (await api.Call(Token(api, Globex, "globex-live"), "/who")).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("acme-live", -1, 401)]
    [InlineData("acme-live", 0, 200)] // of the same second, perhaps issued afterwards
    [InlineData("acme-live", 1, 200)]
    [InlineData("acme-other", -1, 200)]
    public async Task Tokens_that_a_client_got_before_its_line_are_refused_and_none_of_that_second(string client, int seconds, int status)
    {
        await using var api = await ProtectedApi.Start(authority);
        var line = api.Now.ToUnixTimeSeconds();
        Change(Acme, "2", state => state["revoked_before"] = new JsonObject { ["acme-live"] = line });
        await api.HearOf(authority);
        var jwt = authority.Token(api.Now, claims => (claims["client_id"], claims["iat"]) = (client, line + seconds));
        var opaque = authority.OpaqueToken(api.Now, claims => (claims["client_id"], claims["iat"]) = (client, line + seconds));
        (await api.Call(jwt)).Status.ShouldBe(status);
        (await api.Call(opaque)).Status.ShouldBe(status);
    }

    [Fact]
    public async Task A_tenant_that_cannot_be_read_grows_old_alone_and_the_health_says_so()
    {
        await using var api = await ProtectedApi.Start(authority);
        (await api.Call(Token(api, Globex, "globex-live"), "/who")).Status.ShouldBe(200);
        authority.ByTenant![Acme] = FakeAuthority.OfTenant("2", state => state["allowlists"] = new JsonArray());
        for (var i = 0; i < 32; i++) // longer than MaxStateAge
            await api.HearOf(authority);

        (await api.Call(Token(api, Globex, "globex-live"), "/who")).Status.ShouldBe(200); // has an allowlist, and a state that holds
        (await api.Call(Token(api, Acme))).Status.ShouldBe(200); // no allowlist: as long as MaxRevocationAge
        await Is(
            api,
            HealthStatus.Degraded,
            $"The client state of {authority.Issuer} is missing or too old for tenant 218, so some of their clients are refused. {authority.Issuer}/state answered with an unreadable client state:"
        );

        api.Clock.Advance(TimeSpan.FromMinutes(14));
        await api.HearOf(authority);
        (await api.Call(Token(api, Acme))).Status.ShouldBe(503);
        (await api.Call(Token(api, Globex, "globex-live"), "/who")).Status.ShouldBe(200);

        Change(Acme, "3");
        await api.HearOf(authority);
        await Eventually.True(async () => (await api.Call(Token(api, Acme))).Status == 200);
        await Is(api, HealthStatus.Healthy, "");
    }

    [Fact]
    public async Task A_tenant_whose_state_is_too_long_keeps_no_other_from_being_read()
    {
        authority.Instead["/state"] = async http =>
        {
            if (http.Request.Query["tenant"] is not ["218", ..])
                return false;
            await http.Response.WriteAsync(new string(' ', 17 * 1024 * 1024));
            return true;
        };
        await using var api = await ProtectedApi.Start(authority);
        (await api.Call(Token(api, Acme))).Status.ShouldBe(503);
        (await api.Call(Token(api, Globex, "globex-live"), "/who")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task What_the_authority_says_comes_near_a_bound_degrades_the_health()
    {
        authority.NearBounds = ["Tenant 218 has 2600 revoked tokens, of at most 5000."];
        await using var api = await ProtectedApi.Start(authority);
        await Is(api, HealthStatus.Degraded, $"Client state of {authority.Issuer}: Tenant 218 has 2600 revoked tokens, of at most 5000.");
        (await api.Call(Token(api, Acme))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_document_of_an_earlier_release_that_is_half_as_long_as_can_be_read_degrades_the_health()
    {
        authority.ByTenant = null;
        authority.State["later"] = new string('x', 9 * 1024 * 1024);
        await using var api = await ProtectedApi.Start(authority);
        await Is(api, HealthStatus.Degraded, "At most 16384 KiB can be read. Update the authorization server.");
        (await api.Call(Token(api, Acme))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Servers_of_two_releases_may_answer_in_turn()
    {
        await using var api = await ProtectedApi.Start(authority);
        var tenants = authority.ByTenant;
        for (var i = 0; i < 3; i++)
        {
            authority.ByTenant = null;
            authority.State["disabled_clients"] = new JsonArray("acme-live");
            await api.HearOf(authority);
            await Eventually.True(async () => (await api.Call(Token(api, Acme))).Status == 401);
            authority.ByTenant = tenants;
            await api.HearOf(authority);
            await Eventually.True(async () => (await api.Call(Token(api, Acme))).Status == 200);
        }
    }

    [Fact]
    public async Task A_revoked_token_is_accepted_for_MaxRevocationAge_at_most_while_the_authority_is_away()
    {
        await using var api = await ProtectedApi.Start(authority);
        (await api.Call(Token(api, Acme))).Status.ShouldBe(200);
        authority.IsAway = true;
        api.Clock.Advance(TimeSpan.FromMinutes(14));
        (await api.Call(Token(api, Acme))).Status.ShouldBe(200);
        (await api.Call(Token(api, Globex, "globex-live"), "/who")).Status.ShouldBe(403);
        api.Clock.Advance(TimeSpan.FromMinutes(1.1));
        (await api.Call(Token(api, Acme))).Status.ShouldBe(503);
        (await api.Call(Token(api, Globex, "globex-live"), "/who")).Status.ShouldBe(503);
        await Is(api, HealthStatus.Degraded, "s old, so every call with its tokens is refused.");
        await api.Settle();
        authority.IsAway = false;
        await api.HearOf(authority);
        await Eventually.True(async () => (await api.Call(Token(api, Acme))).Status == 200);
    }

    private static void Restrict(JsonObject state)
    {
        state["allowlists"] = new JsonObject { ["client/globex-live"] = new JsonArray("127.0.0.1/32") };
        state["restricted_clients"] = new JsonObject
        {
            ["globex-live"] = new JsonObject { ["allowlists"] = new JsonArray("client/globex-live") },
        };
    }

    private void Change(long tenant, string version, Action<JsonObject>? with = null) =>
        authority.ByTenant![tenant] = FakeAuthority.OfTenant(version, with);

    private string Token(ProtectedApi api, long tenant, string client = "acme-live") =>
        authority.Token(api.Now, claims => (claims["tenant_id"], claims["client_id"], claims["sub"]) = (tenant, client, client));

    private static Task Is(ProtectedApi api, HealthStatus status, string what) =>
        Eventually.True(async () =>
            (await api.Health()).Entries["tokenhouse"] is var entry
            && entry.Status == status
            && (entry.Description ?? "").Contains(what, StringComparison.Ordinal)
        );
}

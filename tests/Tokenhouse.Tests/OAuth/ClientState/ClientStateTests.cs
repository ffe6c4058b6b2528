using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Clients;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.ClientState;

/// <summary>What an API is told about its callers.</summary>
[Collection<ProxiedServers>]
public sealed class ClientStateTests(ProxiedTestServers houses)
{
    [Theory, OnEachDatabase]
    [Trait("Category", "Security")]
    public async Task Disabled_clients_are_listed_and_those_of_disabled_tenants_in_their_environment_only(Database database)
    {
        var server = await houses.On(database);
        await server.Add("state-disabled", ["Public.Job.Read"]);
        var tenant = await server.Add("state-of-disabled-tenant", ["Public.Job.Read"]);
        await server.Add("state-disabled-uat", ["Public.Job.Read"], environment: TenantEnvironment.UAT);
        await server.Add("state-without-scope", []);
        await Change(
            server,
            db =>
            {
                foreach (
                    var client in db
                        .Clients.IgnoreQueryFilters()
                        .Where(row => new[] { "state-disabled", "state-disabled-uat", "state-without-scope" }.Contains(row.Id))
                )
                    client.DisabledAt = server.Clock.GetUtcNow();
                db.Tenants.Single(row => row.Id == tenant.Id).DisabledAt = server.Clock.GetUtcNow();
            }
        );
        var disabled = Strings((await State(server)).Json.GetProperty("disabled_clients"));
        disabled.ShouldContain("state-disabled");
        disabled.ShouldContain("state-of-disabled-tenant");
        disabled.ShouldContain("state-without-scope"); // it may have had one
        disabled.ShouldNotContain("state-disabled-uat");
        disabled.ShouldNotContain("acme-live");
        Strings((await State(server, origin: "http://loginuat.dc2.localhost:5080")).Json.GetProperty("disabled_clients"))
            .ShouldBe(["state-disabled-uat"]);
    }

    [Theory, OnEachDatabase]
    public async Task Restricted_callers_name_their_lists_and_who_has_no_scope_of_the_API_comes_from_nowhere(Database database)
    {
        await using var server = await TestServer.Start(database);
        var own = await server.Add("state-own", ["Public.Job.Read"]);
        var both = await server.Add("state-both", ["Public.Job.Read"]);
        var none = await server.Add("state-none", ["Public.Job.Read"]);
        var other = await server.Add("state-other", ["payments.read"]);
        await Change(
            server,
            db =>
            {
                db.AllowedNetworks.Add(Arrange.Network("203.0.113.7/32", own.Id, "state-own"));
                db.AllowedNetworks.Add(Arrange.Network("203.0.113.0/24", both.Id, "state-both"));
                db.AllowedNetworks.Add(Arrange.Network("2001:db8::/32", both.Id));
                db.AllowedNetworks.Add(Arrange.Network("192.0.2.0/24", both.Id));
                db.AllowedNetworks.Add(Arrange.Network("192.0.2.0/24", own.Id, environment: TenantEnvironment.UAT));
                db.AllowedNetworks.Add(Arrange.Network("192.0.2.0/24", other.Id, "state-other"));
                db.Tenants.Single(row => row.Id == none.Id).RequiresAllowlist = true;
                db.AllowlistExemptions.Add(Arrange.Exemption(both.Id, "state-both", server.Clock.GetUtcNow().AddHours(1)));
                db.AllowlistExemptions.Add(Arrange.Exemption(own.Id, "state-own", server.Clock.GetUtcNow()));
            }
        );
        var state = (await State(server)).Json;
        state
            .GetProperty("allowlists")
            .GetRawText()
            .ShouldBe(
                $$"""{"client/state-both":["203.0.113.0/24"],"client/state-none":[],"client/state-own":["203.0.113.7/32"],"nobody":[],"tenant/{{both.Id}}":["192.0.2.0/24","2001:db8::/32"]}"""
            );
        var end = server.Clock.GetUtcNow().AddHours(1).ToUnixTimeSeconds();
        state
            .GetProperty("restricted_clients")
            .GetRawText()
            .ShouldStartWith($$"""{"state-both":{"allowlists":["tenant/{{both.Id}}","client/state-both"],"exempt_until":""");
        (state.GetProperty("restricted_clients").GetProperty("state-both").GetProperty("exempt_until").GetInt64() - end).ShouldBeInRange(
            -5,
            5
        );
        state.GetProperty("restricted_clients").GetProperty("state-none").GetRawText().ShouldBe("""{"allowlists":["client/state-none"]}""");
        state.GetProperty("restricted_clients").GetProperty("state-own").GetRawText().ShouldBe("""{"allowlists":["client/state-own"]}""");
        state.GetProperty("restricted_clients").GetProperty("state-other").GetRawText().ShouldBe("""{"allowlists":["nobody"]}""");
    }

    [Theory, OnEachDatabase]
    [Trait("Category", "Security")]
    public async Task A_revoked_token_is_listed_by_the_hash_of_its_id_until_no_API_would_accept_it(Database database)
    {
        await using var server = await TestServer.Start(database);
        var token = (await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret"))
            .Json.GetProperty("access_token")
            .GetString()!;
        Strings((await State(server)).Json.GetProperty("revoked_tokens")).ShouldBeEmpty();
        (await server.Post(TestServer.Dc2 + "/connect/revoke", [("token", token)], "acme-live")).Status.ShouldBe(200);
        await server.HearOfChanges();

        var id = Encoding.UTF8.GetBytes(new JsonWebToken(token).Id);
        Strings((await State(server)).Json.GetProperty("revoked_tokens"))
            .ShouldBe([Base64Url.EncodeToString(SHA256.HashData([0xFF, .. id]))]);
        Strings((await State(server, "payments-api")).Json.GetProperty("revoked_tokens")).ShouldBeEmpty();

        // An API may be lenient about the end by five minutes, and its clock late.
        server.Clock.Advance(TimeSpan.FromSeconds(300 + 599));
        await server.Services().GetRequiredService<CleanupService>().Sweep(CancellationToken.None);
        Strings((await State(server)).Json.GetProperty("revoked_tokens")).Count.ShouldBe(1);
        server.Clock.Advance(TimeSpan.FromSeconds(60));
        Strings((await State(server)).Json.GetProperty("revoked_tokens")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_has_the_version_is_told_so_and_every_change_makes_another()
    {
        await using var server = await TestServer.Start(Databases.Default);
        var first = await State(server);
        var tag = first["ETag"]!;
        tag.ShouldBe($"\"{first.Json.GetProperty("version").GetString()}\"");

        foreach (var known in new[] { tag, "W/" + tag, "\"other\", " + tag, "*" })
        {
            var same = await State(server, known: known);
            (same.Status, same.Body, same["ETag"]).ShouldBe((304, "", tag), known);
        }
        (await State(server, known: "\"other\"")).Status.ShouldBe(200);

        var commands = server.Commands.Count;
        (await State(server, known: tag)).Status.ShouldBe(304);
        server.Commands.Count.ShouldBe(commands); // out of memory

        await Change(server, db => db.AllowedNetworks.Add(Arrange.Network("203.0.113.7/32", 218, "acme-live")));
        var changed = await State(server, known: tag);
        changed.Status.ShouldBe(200);
        changed["ETag"].ShouldNotBe(tag);
    }

    [Theory, OnEachDatabase]
    public async Task Two_servers_that_know_the_same_give_the_same_version(Database database)
    {
        using var folder = new TempFolder();
        var plan = new TestServerOptions(database) { Folder = folder.Path };
        await using var one = await TestServer.Start(plan);
        await using var two = await TestServer.Start(plan with { Clock = one.Clock });
        await Change(one, db => db.AllowedNetworks.Add(Arrange.Network("203.0.113.7/32", 218, "acme-live")));
        await two.HearOfChanges();
        (await State(one))["ETag"].ShouldBe((await State(two))["ETag"]);
        (await State(one, known: (await State(two))["ETag"])).Status.ShouldBe(304);
    }

    [Fact]
    public async Task The_index_names_tenants_with_versions_and_only_that_of_who_changed_is_another()
    {
        await using var server = await TestServer.Start(Databases.Default);
        var (one, two) = (await server.Add("index-one", ["Public.Job.Read"]), await server.Add("index-two", ["Public.Job.Read"]));
        await Change(
            server,
            db =>
            {
                db.AllowedNetworks.Add(Arrange.Network("203.0.113.7/32", one.Id));
                db.AllowedNetworks.Add(Arrange.Network("203.0.113.7/32", two.Id));
            }
        );
        var first = await State(server, query: "?by=tenant");
        var tag = first["ETag"]!;
        Versions(first).Keys.ShouldBe([$"{one.Id}", $"{two.Id}"], ignoreOrder: true);
        var commands = server.Commands.Count;
        (await State(server, known: tag, query: "?by=tenant")).Status.ShouldBe(304);
        server.Commands.Count.ShouldBe(commands); // out of memory

        await Change(server, db => db.AllowedNetworks.Add(Arrange.Network("192.0.2.0/24", two.Id, "index-two")));
        var second = await State(server, known: tag, query: "?by=tenant");
        Versions(second)[$"{one.Id}"].ShouldBe(Versions(first)[$"{one.Id}"]);
        Versions(second)[$"{two.Id}"].ShouldNotBe(Versions(first)[$"{two.Id}"]);

        var asked = (await State(server, query: $"?tenant={two.Id}&tenant={one.Id}&tenant=77")).Json.GetProperty("tenants");
        foreach (var (tenant, version) in Versions(second))
            asked.GetProperty(tenant).GetProperty("version").GetString().ShouldBe(version);
        asked.GetProperty("77").GetProperty("restricted_clients").GetRawText().ShouldBe("{}");
        asked
            .GetProperty($"{two.Id}")
            .GetProperty("restricted_clients")
            .GetRawText()
            .ShouldBe($$$"""{"index-two":{"allowlists":["tenant/{{{two.Id}}}","client/index-two"]}}""");

        static Dictionary<string, string> Versions(Answer answer) =>
            answer.Json.GetProperty("tenants").EnumerateObject().ToDictionary(tenant => tenant.Name, tenant => tenant.Value.GetString()!);
    }

    [Theory]
    [InlineData("?tenant=x")]
    [InlineData("?tenant=-5")]
    [InlineData("?tenant=0")]
    [InlineData("?tenant=99999999999999999999")]
    public async Task What_is_no_number_of_a_tenant_is_refused(string query)
    {
        var answer = await State(await houses.On(Database.Sqlite), query: query);
        answer.Status.ShouldBe(400);
        answer.Json.GetProperty("error").GetString().ShouldBe("invalid_request");
    }

    [Fact]
    public async Task An_answer_leaves_out_the_tenants_that_make_it_too_long()
    {
        await using var server = await TestServer.Start(Database.Sqlite);
        List<Tenant> tenants = [await server.Add("long-one", ["Public.Job.Read"]), await server.Add("long-two", ["Public.Job.Read"])];
        await using (var db = server.Db())
            foreach (var tenant in tenants)
                await db.Database.ExecuteSqlAsync(
                    $"""
                    WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 120000)
                    INSERT INTO "AllowedNetworks" ("Id", "TenantId", "Environment", "Network", "Label", "AddedBy", "AddedAt")
                    SELECT printf('%08x-0000-0000-0000-%012x', {tenant.Id}, n), {tenant.Id}, 'LIVE',
                        printf('2001:db8:1111:2222:3333:4444:%x:%x/128', n / 65536, n % 65536), '', 'test', 0 FROM numbers
                    """
                );
        var query = string.Concat(tenants.Select((tenant, index) => $"{(index == 0 ? '?' : '&')}tenant={tenant.Id}"));
        (await State(server, query: query))
            .Json.GetProperty("tenants")
            .EnumerateObject()
            .Select(tenant => tenant.Name)
            .ShouldBe([$"{tenants[0].Id}"]);
    }

    /// <summary>One of every mixture: what an API is told leads to the same verdict as this server's own.</summary>
    [Fact]
    [Trait("Category", "Security")]
    public async Task An_API_that_believes_it_judges_every_client_as_the_token_endpoint_does()
    {
        var server = await houses.On();
        string?[] lists = [null, "203.0.113.7/32", "192.0.2.1/32"];
        bool[] yesOrNo = [false, true];
        var cases =
            from own in lists
            from its in lists
            from required in yesOrNo
            from exempt in yesOrNo
            from kind in new[] { ClientKind.Machine, ClientKind.AppKey }
            select (own, its, required, exempt, kind);
        var number = 0;
        List<string> ids = [];
        foreach (var (own, its, required, exempt, kind) in cases)
        {
            var id = $"judged-{number++}";
            ids.Add(id);
            var tenant = await server.Add(id, ["Public.Job.Read"], kind: kind);
            await Change(
                server,
                db =>
                {
                    db.AllowedNetworks.RemoveRange(db.AllowedNetworks.IgnoreQueryFilters().Where(row => row.TenantId == tenant.Id));
                    if (own is not null)
                        db.AllowedNetworks.Add(Arrange.Network(own, tenant.Id, id));
                    if (its is not null)
                        db.AllowedNetworks.Add(Arrange.Network(its, tenant.Id));
                    if (exempt)
                        db.AllowlistExemptions.Add(Arrange.Exemption(tenant.Id, id, server.Clock.GetUtcNow().AddDays(30)));
                    db.Clients.IgnoreQueryFilters().Single(row => row.Id == id).RequiresAllowlist = required;
                }
            );
        }
        var state = (await State(server)).Json;
        var judged = new List<bool>();
        foreach (var id in ids)
        {
            var form = ProxiedTestServers.Form(TestServer.Dc2 + "/connect/token", id, id + "-secret", ("grant_type", "client_credentials"));
            var admitted = (await ProxiedTestServers.Send(server, form, "203.0.113.7")).Status == 200;
            Admits(state, id, "203.0.113.7/32").ShouldBe(admitted, id);
            judged.Add(admitted);
        }
        judged.ShouldContain(true);
        judged.ShouldContain(false);
    }

    private static bool Admits(System.Text.Json.JsonElement state, string client, string network) =>
        !state.GetProperty("restricted_clients").TryGetProperty(client, out var restricted)
        || restricted.TryGetProperty("exempt_until", out _)
        || Strings(restricted.GetProperty("allowlists"))
            .All(list => Strings(state.GetProperty("allowlists").GetProperty(list)).Contains(network));

    private static List<string> Strings(System.Text.Json.JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];

    /// <summary>What an API is told.</summary>
    internal static async Task<Answer> State(
        TestServer server,
        string api = "hr-api",
        string? known = null,
        string origin = TestServer.Dc2,
        string query = ""
    )
    {
        var request = new HttpRequestMessage(HttpMethod.Get, origin + "/connect/client-state" + query);
        request.Headers.Authorization = ProxiedTestServers.Basic(api, api + "-demo-secret");
        if (known is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", known);
        return await ProxiedTestServers.Send(server, request, null);
    }

    private static async Task Change(TestServer server, Action<Db> change)
    {
        await using var db = server.Db();
        change(db);
        await db.SaveChangesAsync();
        await server.HearOfChanges();
    }
}

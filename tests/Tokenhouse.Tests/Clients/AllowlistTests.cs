using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Clients;

/// <summary>From which addresses a client may be used.</summary>
[Trait("Category", "Security")]
[Collection<ProxiedServers>]
public sealed class AllowlistTests(ProxiedTestServers houses)
{
    private const string Office = "203.0.113.7";
    private const string Elsewhere = "198.51.100.1";

    [Fact]
    public async Task Without_a_list_a_machine_may_call_from_anywhere()
    {
        var server = await houses.On();
        await server.Add("allow-open", ["Public.Job.Read"]);
        (await Token(server, "allow-open", Office)).Status.ShouldBe(200);
        (await Token(server, "allow-open", null)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task With_a_list_only_its_addresses_are_let_in_and_the_refusal_names_the_address_seen()
    {
        var server = await houses.On();
        var tenant = await server.Add("allow-own", ["Public.Job.Read"]);
        await Allow(server, tenant.Id, "allow-own", "203.0.113.0/24", "2001:db8::/32");

        (await Token(server, "allow-own", Office)).Status.ShouldBe(200);
        (await Token(server, "allow-own", "::ffff:203.0.113.9")).Status.ShouldBe(200);
        (await Token(server, "allow-own", "2001:db8::1")).Status.ShouldBe(200);
        var refused = await Token(server, "allow-own", Elsewhere);
        refused.Status.ShouldBe(400);
        refused.Body.ShouldBe(NotFrom(Elsewhere));
        (await Token(server, "allow-own", "::ffff:198.51.100.1")).Body.ShouldBe(NotFrom(Elsewhere));
        (await Token(server, "allow-own", "2001:db9::1")).Body.ShouldBe(NotFrom("2001:db9::1"));
        (await Refusal(server, refused)).ShouldBe("198.51.100.1 isn't on the client's allowlist");
    }

    [Fact]
    public async Task The_list_of_a_tenant_counts_for_all_its_clients_and_both_must_hold_the_address()
    {
        var server = await houses.On();
        var tenant = await server.Add("allow-both", ["Public.Job.Read"]);
        await Allow(server, tenant.Id, null, "203.0.113.0/24");
        (await Token(server, "allow-both", Office)).Status.ShouldBe(200);
        var refused = await Token(server, "allow-both", Elsewhere);
        refused.Body.ShouldBe(NotFrom(Elsewhere));
        (await Refusal(server, refused)).ShouldBe("198.51.100.1 isn't on the tenant's allowlist");

        await Allow(server, tenant.Id, "allow-both", Office + "/32", Elsewhere + "/32");
        (await Token(server, "allow-both", Office)).Status.ShouldBe(200);
        (await Token(server, "allow-both", Elsewhere)).Body.ShouldBe(NotFrom(Elsewhere));
        (await Token(server, "allow-both", "203.0.113.8")).Body.ShouldBe(NotFrom("203.0.113.8"));
    }

    [Fact]
    public async Task A_list_of_the_other_environment_does_not_count()
    {
        var server = await houses.On();
        var tenant = await server.Add("allow-uat", ["Public.Job.Read"]);
        await Change(
            server,
            db => db.AllowedNetworks.Add(Arrange.Network(Elsewhere + "/32", tenant.Id, environment: TenantEnvironment.UAT))
        );
        (await Token(server, "allow-uat", Office)).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_a_list_is_required_none_lets_nobody_in(bool byTenant)
    {
        var server = await houses.On();
        var id = byTenant ? "allow-required-tenant" : "allow-required-client";
        var tenant = await server.Add(id, ["Public.Job.Read"]);
        await Change(
            server,
            db =>
            {
                if (byTenant)
                    db.Tenants.Single(row => row.Id == tenant.Id).RequiresAllowlist = true;
                else
                    db.Clients.IgnoreQueryFilters().Single(row => row.Id == id).RequiresAllowlist = true;
            }
        );
        var refused = await Token(server, id, Office);
        refused.Body.ShouldBe(NotFrom(Office));
        (await Refusal(server, refused)).ShouldBe("203.0.113.7 isn't allowed: an allowlist is required, but there is none");

        await Allow(server, tenant.Id, byTenant ? id : null, Office + "/32"); // either list will do
        (await Token(server, id, Office)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task An_app_key_client_without_a_list_is_let_in_from_nowhere()
    {
        var server = await houses.On();
        var tenant = await server.Add("allow-app-key", ["Public.Job.Read"], kind: ClientKind.AppKey);
        (await Token(server, "allow-app-key", "127.0.0.1")).Status.ShouldBe(200);
        await Change(
            server,
            db => db.AllowedNetworks.RemoveRange(db.AllowedNetworks.IgnoreQueryFilters().Where(n => n.TenantId == tenant.Id))
        );
        (await Token(server, "allow-app-key", Office)).Body.ShouldBe(NotFrom(Office));
    }

    [Fact]
    public async Task An_exemption_lifts_both_lists_until_it_ends_or_is_taken_back()
    {
        var server = await houses.On();
        var tenant = await server.Add("allow-exempt", ["Public.Job.Read"]);
        await Allow(server, tenant.Id, null, Office + "/32");
        await Allow(server, tenant.Id, "allow-exempt", Office + "/32");
        await Exempt(server, tenant.Id, "allow-exempt", server.Clock.GetUtcNow().AddHours(1));
        (await Token(server, "allow-exempt", Elsewhere)).Status.ShouldBe(200);
        (await Token(server, "allow-exempt", null)).Status.ShouldBe(200);

        server.Clock.Advance(TimeSpan.FromHours(1));
        (await Token(server, "allow-exempt", Elsewhere)).Body.ShouldBe(NotFrom(Elsewhere));

        await Exempt(server, tenant.Id, "allow-exempt", server.Clock.GetUtcNow().AddDays(1));
        (await Token(server, "allow-exempt", Elsewhere)).Status.ShouldBe(200);
        await Change(
            server,
            db =>
            {
                foreach (var exemption in db.AllowlistExemptions.IgnoreQueryFilters().Where(row => row.ClientId == "allow-exempt"))
                    (exemption.WithdrawnAt, exemption.WithdrawnBy) = (server.Clock.GetUtcNow(), "operator");
            }
        );
        (await Token(server, "allow-exempt", Elsewhere)).Body.ShouldBe(NotFrom(Elsewhere));
    }

    [Fact]
    public async Task An_exemption_lets_in_an_app_key_client_that_has_no_list()
    {
        var server = await houses.On();
        var tenant = await server.Add("allow-exempt-key", ["Public.Job.Read"], kind: ClientKind.AppKey);
        await Change(
            server,
            db => db.AllowedNetworks.RemoveRange(db.AllowedNetworks.IgnoreQueryFilters().Where(n => n.TenantId == tenant.Id))
        );
        await Exempt(server, tenant.Id, "allow-exempt-key", server.Clock.GetUtcNow().AddDays(1));
        (await Token(server, "allow-exempt-key", Elsewhere)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Whoever_does_not_prove_the_secret_learns_nothing_of_a_list()
    {
        var server = await houses.On();
        var tenant = await server.Add("allow-secret", ["Public.Job.Read"]);
        await Allow(server, tenant.Id, "allow-secret", Office + "/32");
        var form = ProxiedTestServers.Form(
            TestServer.Dc2 + "/connect/token",
            "allow-secret",
            "wrong",
            ("grant_type", "client_credentials")
        );
        var wrong = await ProxiedTestServers.Send(server, form, Elsewhere);
        wrong.Status.ShouldBe(401);
        wrong.Json.GetProperty("error").GetString().ShouldBe("invalid_client");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData([null])]
    [InlineData("")]
    [InlineData("203.0.113.7, nonsense")]
    [InlineData("203.0.113.7,")]
    [InlineData("0203.0.113.7")]
    public async Task An_address_that_cannot_be_determined_is_denied_even_where_the_proxy_itself_is_on_the_list(string? forwardedFor)
    {
        var server = await houses.On();
        var tenant = await server.Add("allow-hdr", ["Public.Job.Read"]);
        await AllowOnce(server, tenant.Id, "allow-hdr", "127.0.0.0/8", Office + "/32");
        (await Token(server, "allow-hdr", forwardedFor)).Body.ShouldBe(NotFrom("an unknown IP address"));
    }

    [Theory]
    [InlineData("203.0.113.7", 200)]
    [InlineData("::ffff:203.0.113.7", 200)]
    [InlineData("198.51.100.1, 203.0.113.7", 200)]
    [InlineData("203.0.113.7, 198.51.100.1", 400)]
    [InlineData("::ffff:198.51.100.1", 400)]
    [InlineData("127.0.0.1, 198.51.100.1", 400)]
    public async Task Of_several_addresses_the_last_that_is_no_proxys_counts(string forwardedFor, int status)
    {
        var server = await houses.On();
        var tenant = await server.Add("allow-several", ["Public.Job.Read"]);
        await AllowOnce(server, tenant.Id, "allow-several", Office + "/32");
        (await Token(server, "allow-several", forwardedFor)).Status.ShouldBe(status);
    }

    [Fact]
    public async Task The_entry_that_let_a_request_in_says_when()
    {
        var server = await houses.On();
        var tenant = await server.Add("allow-matched", ["Public.Job.Read"]);
        await Allow(server, tenant.Id, null, "203.0.0.0/16");
        await Allow(server, tenant.Id, "allow-matched", "203.0.113.0/24", "203.0.113.7/32", Elsewhere + "/32");
        var before = server.Clock.GetUtcNow();
        (await Token(server, "allow-matched", Office)).Status.ShouldBe(200);
        await Eventually.True(
            server.Clock,
            TimeSpan.FromSeconds(1),
            async () =>
            {
                await using var db = server.Db();
                var entries = await db.AllowedNetworks.IgnoreQueryFilters().Where(n => n.TenantId == tenant.Id).ToListAsync();
                entries.Single(entry => entry.Network == "198.51.100.1/32").LastMatchedAt.ShouldBeNull();
                entries.Single(entry => entry.Network == "203.0.113.0/24").LastMatchedAt.ShouldBeNull(); // a narrower one decided
                return entries.Single(entry => entry.Network == "203.0.113.7/32").LastMatchedAt == before
                    && entries.Single(entry => entry.Network == "203.0.0.0/16").LastMatchedAt == before;
            }
        );
    }

    [Fact]
    public async Task A_change_of_a_list_holds_on_every_server_within_a_second()
    {
        using var folder = new TempFolder();
        var plan = new TestServerOptions(Databases.Default) { Folder = folder.Path, Settings = ["--Tokenhouse:Proxies:0", "127.0.0.0/8"] };
        await using var one = await TestServer.Start(plan);
        await using var two = await TestServer.Start(plan with { Clock = one.Clock });
        var tenant = await one.Add("allow-two", ["Public.Job.Read"]);
        await Allow(one, tenant.Id, "allow-two", Office + "/32");
        await two.HearOfChanges();
        foreach (var server in new[] { one, two })
        {
            (await Token(server, "allow-two", Office)).Status.ShouldBe(200);
            (await Token(server, "allow-two", Elsewhere)).Status.ShouldBe(400);
        }

        await Change(
            one,
            db =>
            {
                db.AllowedNetworks.Remove(db.AllowedNetworks.IgnoreQueryFilters().Single(row => row.ClientId == "allow-two"));
                db.AllowedNetworks.Add(Arrange.Network(Elsewhere + "/32", tenant.Id, "allow-two"));
            }
        );
        await two.HearOfChanges();
        foreach (var server in new[] { one, two })
        {
            (await Token(server, "allow-two", Office)).Status.ShouldBe(400);
            (await Token(server, "allow-two", Elsewhere)).Status.ShouldBe(200);
        }
    }

    private static string NotFrom(string address) =>
        $$"""{"error":"unauthorized_client","error_description":"This client can't be used from {{address}}. Add the address to its allowlist, or call from an allowed address."}""";

    private static Task<Answer> Token(TestServer server, string id, string? forwardedFor) =>
        ProxiedTestServers.Send(
            server,
            ProxiedTestServers.Form(TestServer.Dc2 + "/connect/token", id, id + "-secret", ("grant_type", "client_credentials")),
            forwardedFor
        );

    private static Task Allow(TestServer server, long tenantId, string? clientId, params string[] networks) =>
        Change(server, db => db.AllowedNetworks.AddRange(networks.Select(network => Arrange.Network(network, tenantId, clientId))));

    private static async Task AllowOnce(TestServer server, long tenantId, string clientId, params string[] networks)
    {
        await using var db = server.Db();
        if (!await db.AllowedNetworks.IgnoreQueryFilters().AnyAsync(network => network.ClientId == clientId))
            await Allow(server, tenantId, clientId, networks);
    }

    private static Task Exempt(TestServer server, long tenantId, string clientId, DateTimeOffset endsAt) =>
        Change(server, db => db.AllowlistExemptions.Add(Arrange.Exemption(tenantId, clientId, endsAt)));

    private static async Task Change(TestServer server, Action<Db> change)
    {
        await using var db = server.Db();
        change(db);
        await db.SaveChangesAsync();
        await server.HearOfChanges();
    }

    private static async Task<string> Refusal(TestServer server, Answer answer)
    {
        Refusal? found = null;
        await Eventually.True(
            server.Clock,
            TimeSpan.FromSeconds(1),
            async () =>
            {
                await using var db = server.Db();
                found = await db.Refusals.IgnoreQueryFilters().SingleOrDefaultAsync(row => row.CorrelationId == answer.CorrelationId);
                return found is not null;
            }
        );
        found!.Code.ShouldBe("unauthorized_client");
        return found.Reason;
    }
}

using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.EventLog;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Clients;

/// <summary>What is taken away is refused within one second, on every server, without a restart; what is given back works again.</summary>
[Collection<ReasonServers>]
public sealed class LifecycleTests(TestServers servers)
{
    private const string Uat = "http://loginuat.dc2.localhost:5080";
    private const string Refused =
        """{"error":"invalid_client","error_description":"Client authentication failed. Check the client ID and the secret, and that both belong to this host."}""";

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_disabled_client_is_refused_like_an_unknown_one_until_it_is_enabled()
    {
        var server = await servers.On();
        await server.Add("life-client", ["Public.Job.Read"]);
        await Issued(server, "life-client");

        await Change(server, async db => (await Client(db, "life-client")).DisabledAt = server.Clock.GetUtcNow());
        await RefusedAsUnknown(server, "life-client");

        await Change(server, async db => (await Client(db, "life-client")).DisabledAt = null);
        await Issued(server, "life-client");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_disabled_secret_is_refused_like_an_unknown_one()
    {
        var server = await servers.On();
        await server.Add("life-secret", ["Public.Job.Read"]);
        await Issued(server, "life-secret");

        await Change(server, async db => (await Client(db, "life-secret")).Secrets[0].DisabledAt = server.Clock.GetUtcNow());
        await RefusedAsUnknown(server, "life-secret");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task The_clients_of_a_disabled_tenant_are_refused_like_unknown_ones()
    {
        var server = await servers.On();
        var tenant = await server.Add("life-tenant", ["Public.Job.Read"]);
        await Issued(server, "life-tenant");

        await Change(server, async db => (await db.Tenants.SingleAsync(row => row.Id == tenant.Id)).DisabledAt = server.Clock.GetUtcNow());
        await RefusedAsUnknown(server, "life-tenant");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_disabled_client_at_the_wrong_host_is_told_nothing()
    {
        var server = await servers.On();
        await server.Add("life-misplaced", ["Public.Job.Read"]);
        await Change(server, async db => (await Client(db, "life-misplaced")).DisabledAt = server.Clock.GetUtcNow());
        (await server.Token(Uat, "life-misplaced", "life-misplaced-secret")).Body.ShouldBe(Refused);
    }

    [Fact]
    public async Task A_client_at_the_host_of_another_tenant_is_told_its_own_host_if_the_secret_is_right()
    {
        var server = await servers.On();
        await server.Add("life-stranger", ["Public.Job.Read"]);
        var answer = await server.Token("http://acme.login.localhost:5080", "life-stranger", "life-stranger-secret");
        answer.Status.ShouldBe(401);
        answer.Body.ShouldBe(
            """{"error":"invalid_client","error_description":"These are credentials of the tenant life-stranger. This host doesn't accept them. Use http://life-stranger.login.localhost:5080 instead."}"""
        );
        (await server.Token("http://acme.login.localhost:5080", "life-stranger", "wrong")).Body.ShouldBe(Refused);
    }

    [Fact]
    public async Task A_secret_works_until_the_moment_it_expires()
    {
        var server = await servers.On();
        await server.Add("life-expiry", ["Public.Job.Read"]);
        var end = server.Clock.GetUtcNow().AddMinutes(1);
        await Change(server, async db => (await Client(db, "life-expiry")).Secrets[0].ExpiresAt = end);

        server.Clock.Advance(end - server.Clock.GetUtcNow() - TimeSpan.FromMilliseconds(1));
        await Issued(server, "life-expiry");
        server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await RefusedAsUnknown(server, "life-expiry");
    }

    [Fact]
    public async Task Several_secrets_work_side_by_side_and_each_keeps_its_last_use()
    {
        var server = await servers.On();
        var tenant = await server.Add("life-two", ["Public.Job.Read"]);
        await Change(
            server,
            db =>
            {
                db.Secrets.Add(Arrange.Secret("life-two", tenant.Id, TenantEnvironment.LIVE, "life-two-second", server.Clock.GetUtcNow()));
                return Task.CompletedTask;
            }
        );
        await Issued(server, "life-two");
        var first = server.Clock.GetUtcNow();
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        (await server.Token(TestServer.Dc2, "life-two", "life-two-second")).Status.ShouldBe(200);
        var second = server.Clock.GetUtcNow();

        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.True(async () =>
        {
            await using var db = server.Db();
            var used = (await Client(db, "life-two"))
                .Secrets.OrderBy(secret => secret.CreatedAt)
                .Select(secret => secret.LastUsedAt)
                .ToList();
            return used.SequenceEqual([first, second]);
        });
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_scope_removed_from_the_contract_is_refused()
    {
        var server = await servers.On();
        await server.Add("life-contract", ["Public.Job.Read", "Public.Job.Write"]);
        await Issued(server, "life-contract", "Public.Job.Read Public.Job.Write");

        await Change(server, async db => (await Contract(db, "life-contract")).Scopes = ["Public.Job.Read"]);
        (await server.Token(TestServer.Dc2, "life-contract", "life-contract-secret", "Public.Job.Write")).Body.ShouldBe(
            """{"error":"invalid_scope","error_description":"The scope 'Public.Job.Write' isn't available to this client."}"""
        );
        await Issued(server, "life-contract", "Public.Job.Read");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_scope_removed_from_the_catalogue_is_refused()
    {
        var server = await servers.On();
        await Change(
            server,
            db =>
            {
                db.Scopes.Add(new() { Name = "Public.Passing", ApiIdentifier = "urn:tokenhouse:hr" });
                return Task.CompletedTask;
            }
        );
        await server.Add("life-catalogue", ["Public.Passing"]);
        await Issued(server, "life-catalogue");

        await Change(server, async db => db.Scopes.Remove(await db.Scopes.SingleAsync(scope => scope.Name == "Public.Passing")));
        (await server.Token(TestServer.Dc2, "life-catalogue", "life-catalogue-secret")).Status.ShouldBe(400);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_contract_counts_from_its_first_moment_to_its_last()
    {
        const string None =
            """{"error":"invalid_scope","error_description":"This client has no scopes at the moment. Ask the vendor about the contract."}""";
        var server = await servers.On();
        await server.Add("life-dates", ["Public.Job.Read"]);
        var begin = server.Clock.GetUtcNow().AddMinutes(1);
        var end = begin.AddMinutes(1);
        await Change(
            server,
            async db =>
            {
                var contract = await Contract(db, "life-dates");
                (contract.From, contract.Until) = (begin, end);
            }
        );

        (await server.Token(TestServer.Dc2, "life-dates", "life-dates-secret")).Body.ShouldBe(None);
        server.Clock.Advance(begin - server.Clock.GetUtcNow());
        await Issued(server, "life-dates");
        server.Clock.Advance(end - server.Clock.GetUtcNow() - TimeSpan.FromMilliseconds(1));
        await Issued(server, "life-dates");
        server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        (await server.Token(TestServer.Dc2, "life-dates", "life-dates-secret")).Body.ShouldBe(None);
    }

    [Fact]
    public async Task A_tenant_without_the_dialect_is_refused_on_the_site_host_and_finds_nothing_on_its_own()
    {
        var server = await servers.On();
        var tenant = await server.Add("life-dialect", ["Public.Job.Read"]);
        await Change(server, async db => (await db.Tenants.SingleAsync(row => row.Id == tenant.Id)).Dialects = []);

        var answer = await server.Token(TestServer.Dc2, "life-dialect", "life-dialect-secret");
        answer.Status.ShouldBe(400);
        answer.Body.ShouldBe(
            """{"error":"unauthorized_client","error_description":"This client can't use this endpoint. Ask the vendor which endpoints your contract includes."}"""
        );
        (await server.Token(TestServer.Dc2, "life-dialect", "wrong")).Body.ShouldBe(Refused);
        (await server.Token("http://life-dialect.login.localhost:5080", "life-dialect", "life-dialect-secret")).Status.ShouldBe(404);
        (await server.Get("http://life-dialect.login.localhost:5080/.well-known/oauth-authorization-server")).Status.ShouldBe(404);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task What_one_server_changes_holds_on_another_within_a_second()
    {
        using var folder = new TempFolder();
        var plan = new TestServerOptions(Databases.Default) { Clock = new(), Folder = folder.Path };
        await using var one = await TestServer.Start(plan);
        await using var other = await TestServer.Start(plan);
        await Issued(other, "acme-live", secret: "acme-live-demo-secret");

        await using (var db = one.Db())
        {
            (await Client(db, "acme-live")).DisabledAt = one.Clock.GetUtcNow();
            await db.SaveChangesAsync();
        }
        await other.HearOfChanges();
        (await other.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret")).Body.ShouldBe(Refused);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task What_a_server_changes_itself_holds_there_at_once()
    {
        await using var server = await TestServer.Start(Databases.Default);
        await Issued(server, "acme-live", secret: "acme-live-demo-secret");
        await using (var db = server.Db())
        await using (await db.Database.BeginTransactionAsync())
        {
            (await Client(db, "acme-live")).DisabledAt = server.Clock.GetUtcNow();
            await db.SaveChangesAsync();
        }
        await Issued(server, "acme-live", secret: "acme-live-demo-secret"); // it was rolled back

        await using (var db = server.Db())
        {
            (await Client(db, "acme-live")).DisabledAt = server.Clock.GetUtcNow();
            await db.SaveChangesAsync();
        }
        (await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret")).Body.ShouldBe(Refused);
    }

    private static async Task Change(TestServer server, Func<Db, Task> change)
    {
        await using var db = server.Db();
        await change(db);
        await db.SaveChangesAsync();
        await server.HearOfChanges();
    }

    private static Task<Client> Client(Db db, string id) =>
        db.Clients.IgnoreQueryFilters().Include(client => client.Secrets).SingleAsync(client => client.Id == id);

    private static async Task<Contract> Contract(Db db, string clientId)
    {
        var client = await Client(db, clientId);
        return await db.Contracts.IgnoreQueryFilters().SingleAsync(contract => contract.TenantId == client.TenantId);
    }

    private static async Task Issued(TestServer server, string id, string? scope = null, string? secret = null) =>
        (await server.Token(TestServer.Dc2, id, secret ?? id + "-secret", scope)).Status.ShouldBe(200);

    private static async Task RefusedAsUnknown(TestServer server, string id)
    {
        var refused = await server.Token(TestServer.Dc2, id, id + "-secret");
        refused.Body.ShouldBe(Refused);
        refused.ToString().ShouldBe((await server.Token(TestServer.Dc2, "nobody-at-all", "x")).ToString());
    }
}

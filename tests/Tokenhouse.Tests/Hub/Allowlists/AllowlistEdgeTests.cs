using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Allowlists;
using Tokenhouse.Tests.Hub.Credentials;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Allowlists;

/// <summary>Where lists and exemptions end: at their owner, at their bounds, and at the moment at which two want the same.</summary>
[Collection<CredentialServers>]
public sealed class AllowlistEdgeTests(TestServers servers)
{
    [Fact]
    [Trait("Category", "Security")]
    public async Task An_entry_is_reached_through_its_own_list_alone()
    {
        var (server, tenant, client) = await Arranged(Databases.Default);
        var other = await server.Credential(tenant);
        var stranger = await server.Company("edge");
        var token = await server.HubToken(Datacentre.Vendor, "hub.allowlists.read", "hub.allowlists.write");
        var made = await server.Call(token, HttpMethod.Post, At(tenant, client), new { Network = "203.0.113.7" });
        var id = made.Json.GetProperty("id").GetString();
        foreach (
            var list in (string[])
                [
                    At(tenant, other),
                    $"/tenants/{tenant.Slug}/allowlist/live",
                    $"/tenants/{tenant.Slug}/allowlist/uat",
                    At(tenant, client).Replace("/live/", "/uat/", StringComparison.Ordinal),
                    At(tenant, client).Replace(tenant.Slug, stranger.Slug, StringComparison.Ordinal),
                ]
        )
        {
            (await server.Call(token, HttpMethod.Put, $"{list}/{id}", new { Label = "mine" })).Status.ShouldBe(404, list);
            (await server.Call(token, HttpMethod.Delete, $"{list}/{id}")).Status.ShouldBe(404, list);
        }
        var entry = (await server.Call(token, HttpMethod.Get, At(tenant, client))).Json.GetProperty("items")[0];
        (entry.GetProperty("network").GetString(), entry.GetProperty("label").GetString()).ShouldBe(("203.0.113.7/32", ""));
    }

    [Fact]
    public async Task Of_many_who_add_one_network_at_once_one_does()
    {
        var (server, tenant, client) = await Arranged(Databases.Default);
        var caller = await server.Actor(tenant);
        var add = server.The<AddNetwork>();
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => add.Execute(caller, new("live", client.Id), new("203.0.113.0/24"))))
        );
        outcomes.Count(outcome => outcome.Ok(out _, out _)).ShouldBe(1);
        foreach (var outcome in outcomes)
            if (!outcome.Ok(out _, out var problem))
                problem.Fields["network"].ShouldBe("203.0.113.0/24 is already on the list.");
        (await server.AuditOf(tenant.Id)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_network_is_one_however_it_is_written_and_once_on_each_list()
    {
        var (server, tenant, client) = await Arranged(Databases.Default);
        var token = await server.HubToken(Datacentre.Vendor, "hub.allowlists.read", "hub.allowlists.write");
        foreach (
            var (list, spelled, status) in new[]
            {
                (At(tenant, client), "2001:DB8:0:0::/32", 201),
                (At(tenant, client), " 2001:db8::/32 ", 422),
                ($"/tenants/{tenant.Slug}/allowlist/live", "2001:db8::/32", 201),
                ($"/tenants/{tenant.Slug}/allowlist/uat", "2001:db8::/32", 201),
                ($"/tenants/{tenant.Slug}/allowlist/uat", "2001:0db8::/32", 422),
            }
        )
            (await server.Call(token, HttpMethod.Post, list, new { Network = spelled })).Status.ShouldBe(status, list + spelled);
    }

    [Theory]
    [InlineData(200, 200)]
    [InlineData(201, 422)]
    public async Task A_label_has_a_most(int length, int status)
    {
        var (server, tenant, client) = await Arranged(Databases.Default);
        var token = await server.HubToken(Datacentre.Vendor, "hub.allowlists.read", "hub.allowlists.write");
        var made = await server.Call(token, HttpMethod.Post, At(tenant, client), new { Network = "203.0.113.7", Label = "before" });
        var path = $"{At(tenant, client)}/{made.Json.GetProperty("id")}";
        var labelled = await server.Call(token, HttpMethod.Put, path, new { Label = new string('x', length) });
        labelled.Status.ShouldBe(status);
        if (status == 422)
            labelled
                .Json.GetProperty("fields")
                .GetProperty("label")
                .GetString()
                .ShouldBe("A label can have at most 200 characters, on one line and without invisible characters.");
        var entries = await server.AuditOf(tenant.Id);
        entries.Count.ShouldBe(status == 200 ? 2 : 1);
        if (status == 200)
            (entries[1].Act, entries[1].Before).ShouldBe(("network.labelled", """{"network":"203.0.113.7/32","label":"before"}"""));
    }

    [Theory]
    [InlineData("", 1, "reason", "Enter a reason of at most 1000 characters.")]
    [InlineData("   ", 1, "reason", "Enter a reason of at most 1000 characters.")]
    [InlineData("dynamic addresses", 0, "ends_at", "Choose an expiry within a year.")]
    [InlineData("dynamic addresses", 367, "ends_at", "Choose an expiry within a year.")]
    public async Task An_exemption_has_a_reason_and_an_end_within_a_year(string reason, int days, string field, string sentence)
    {
        var (server, tenant, client) = await Arranged(Databases.Default);
        var token = await server.HubToken(Datacentre.Vendor, "hub.allowlists.read", "hub.allowlists.write");
        var refused = await server.Call(
            token,
            HttpMethod.Post,
            Exemptions(tenant, client),
            new { Reason = reason, EndsAt = server.Clock.GetUtcNow().AddDays(days) }
        );
        (refused.Status, refused.Json.GetProperty("fields").GetProperty(field).GetString()).ShouldBe((422, sentence));
        (await server.AuditOf(tenant.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_exemption_counts_until_it_is_withdrawn_and_is_withdrawn_once()
    {
        var (server, tenant, client) = await Arranged(Databases.Default, "a-secret-of-the-edge-0123");
        var other = await server.Credential(tenant);
        var token = await server.HubToken(Datacentre.Vendor, "hub.allowlists.read", "hub.allowlists.write");
        await server.Call(token, HttpMethod.Post, At(tenant, client), new { Network = "203.0.113.7" }); // not where the test is
        await server.HearOfChanges("dc3");
        (await server.Token(BrowserSession.Dc3, client.Id, "a-secret-of-the-edge-0123")).Status.ShouldBe(400);
        var made = await server.Call(
            token,
            HttpMethod.Post,
            Exemptions(tenant, client),
            new { Reason = " dynamic addresses ", EndsAt = server.Clock.GetUtcNow().AddDays(1) }
        );
        var id = made.Json.GetProperty("id").GetString();
        await server.HearOfChanges("dc3");
        (await server.Token(BrowserSession.Dc3, client.Id, "a-secret-of-the-edge-0123")).Status.ShouldBe(200);

        (await server.Call(token, HttpMethod.Delete, $"{Exemptions(tenant, other)}/{id}")).Status.ShouldBe(404);
        (await server.Call(token, HttpMethod.Delete, $"{Exemptions(tenant, client)}/{id}")).Status.ShouldBe(204);
        (await server.Call(token, HttpMethod.Delete, $"{Exemptions(tenant, client)}/{id}")).Status.ShouldBe(409);
        await server.HearOfChanges("dc3");
        (await server.Token(BrowserSession.Dc3, client.Id, "a-secret-of-the-edge-0123")).Status.ShouldBe(400);
        var kept = (await server.Call(token, HttpMethod.Get, Exemptions(tenant, client))).Json.GetProperty("items")[0];
        (kept.GetProperty("reason").GetString(), kept.TryGetProperty("withdrawn_at", out _)).ShouldBe(("dynamic addresses", true));
    }

    private static string At(Tenant tenant, Client client) => $"/tenants/{tenant.Slug}/credentials/live/{client.Id}/allowlist";

    private static string Exemptions(Tenant tenant, Client client) => $"/tenants/{tenant.Slug}/credentials/live/{client.Id}/exemptions";

    private async Task<(TestServer House, Tenant Tenant, Client Client)> Arranged(Database database, string? secret = null)
    {
        var server = await servers.On(database);
        var tenant = await server.Company("edge");
        return (server, tenant, await server.Credential(tenant, secret: secret));
    }
}

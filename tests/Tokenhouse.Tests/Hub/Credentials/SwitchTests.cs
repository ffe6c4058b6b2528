using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Credentials;

/// <summary>Who switches a credential off decides who may switch it on again.</summary>
[Trait("Category", "Security")]
[Collection<CredentialServers>]
public sealed class SwitchTests(TestServers servers)
{
    private const string Secret = "a-secret-of-switches-01234";

    [Fact]
    public async Task What_the_vendor_disabled_the_vendor_alone_enables()
    {
        var (server, office, client) = await Arranged(Databases.Default);
        var decider = await office.Operator();
        await Press(decider, office, client, "disable");
        decider.Answer.Status.ShouldBe(200);
        var email = office.Email("operator");
        var since = Minute(server);

        var manager = await office.Manager();
        await manager.OpenHub(office.Tenant.At(client));
        manager.Texts("dd").ShouldContain($"{since}, by {email} for the vendor. Only the vendor can enable it");
        await manager.OpenHub(office.Tenant.At(client, "/switch"));
        manager
            .Lines()
            .ShouldContain(
                $"{email} disabled it for the vendor on {since}. Only the vendor can enable it. Ask the vendor what you need to do."
            );
        manager.Page.QuerySelector("main form").ShouldBeNull();
        await manager.Post(office.Tenant.At(client, "/enable"));
        manager.Answer.Status.ShouldBe(409);
        manager.Lines().ShouldContain($"{email} disabled this credential for the vendor. Only the vendor can enable it. Ask the vendor.");
        (await server.Token(BrowserSession.Dc3, client.Id, Secret)).Status.ShouldBe(401);

        await Press(decider, office, client, "enable");
        await server.HearOfChanges("dc3");
        (await server.Token(BrowserSession.Dc3, client.Id, Secret)).Status.ShouldBe(200);
        (await office.Audit()).ShouldBe([$"credential.disabled-by-vendor by {email}", $"credential.enabled by {email}"]);
    }

    [Fact]
    public async Task The_API_holds_to_the_same()
    {
        var (server, office, client) = await Arranged(Databases.Default);
        var own = await server.HubToken(office.Tenant.Id, "hub.credentials.read", "hub.credentials.write");
        var vendors = await server.HubToken(Datacentre.Vendor, "hub.credentials.read", "hub.credentials.write");
        var path = $"/tenants/{office.Tenant.Slug}/credentials/live/{client.Id}";
        (await server.Call(vendors, HttpMethod.Post, path + "/disable")).Status.ShouldBe(204);
        var seen = (await server.Call(own, HttpMethod.Get, path)).Json;
        (seen.GetProperty("disabled_by").GetString(), seen.GetProperty("is_disabled_by_vendor").GetBoolean()).ShouldBe(
            ("hub-1-hub-credentials-read-hub-credentials-write", true)
        );
        foreach (var below in (string[])["/enable", "/disable"])
            (await server.Call(own, HttpMethod.Post, path + below)).Status.ShouldBe(409, below);
        (await server.Call(vendors, HttpMethod.Post, path + "/disable")).Status.ShouldBe(409);
        (await server.Call(vendors, HttpMethod.Post, path + "/enable")).Status.ShouldBe(204);
        (await server.Call(own, HttpMethod.Post, path + "/disable")).Status.ShouldBe(204);
        (await server.Call(own, HttpMethod.Post, path + "/enable")).Status.ShouldBe(204);
        seen = (await server.Call(own, HttpMethod.Get, path)).Json;
        (seen.TryGetProperty("disabled_by", out _), seen.GetProperty("is_disabled_by_vendor").GetBoolean()).ShouldBe((false, false));
    }

    [Fact]
    public async Task What_the_tenant_disabled_the_vendor_may_keep_disabled()
    {
        var (server, office, client) = await Arranged(Databases.Default);
        var (developer, decider) = (await office.Developer(), await office.Operator());
        await Press(developer, office, client, "disable");
        await decider.OpenHub(office.Tenant.At(client, "/switch"));
        decider.Texts("main form button").ShouldBe(["Enable", "Disable for the vendor"]);
        await decider.Press("/disable");
        await developer.OpenHub(office.Tenant.At(client, "/switch"));
        await developer.Post(office.Tenant.At(client, "/enable"));
        developer.Answer.Status.ShouldBe(409);
        var entries = await server.AuditOf(office.Tenant.Id);
        entries.Select(entry => entry.Act).ShouldBe(["credential.disabled", "credential.disabled-by-vendor"]);
        entries[1].Before.ShouldBe(entries[0].After);
        entries[1].After!.ShouldEndWith($"\"disabledBy\":\"{office.Email("operator")}\",\"isDisabledByVendor\":true}}");
    }

    [Fact]
    public async Task An_operator_who_is_a_member_of_the_tenant_besides_acts_for_the_vendor()
    {
        var (server, office, client) = await Arranged(Databases.Default);
        var decider = await office.Operator();
        await server.Change(async db =>
        {
            var account = await server.Account(office.Email("operator"));
            db.Memberships.Add(
                new()
                {
                    AccountId = account.Id,
                    TenantId = office.Tenant.Id,
                    Role = Role.Developer,
                    CreatedAt = account.CreatedAt,
                }
            );
        });
        await Press(decider, office, client, "disable");
        var developer = await office.Developer();
        await developer.OpenHub(office.Tenant.At(client));
        await developer.Post(office.Tenant.At(client, "/enable"));
        developer.Answer.Status.ShouldBe(409);
    }

    [Fact]
    public async Task The_log_says_whose_decision_refused_the_program()
    {
        var (server, office, client) = await Arranged(Databases.Default);
        await Press(await office.Operator(), office, client, "disable");
        await server.HearOfChanges("dc3");
        var refused = await server.Token(BrowserSession.Dc3, client.Id, Secret);
        var row = (await server.Refusals(refused, "dc3")).ShouldHaveSingleItem();
        row.Reason.ShouldStartWith("the client was disabled by the vendor on ");
        refused.Body.ShouldNotContain("vendor");
    }

    [Fact]
    public async Task What_was_disabled_before_anybody_wrote_down_by_whom_the_tenant_enables()
    {
        var (server, office, client) = await Arranged(Databases.Default);
        await server.Change(client.Id, row => row.DisabledAt = server.Clock.GetUtcNow());
        var developer = await office.Developer();
        await developer.OpenHub(office.Tenant.At(client));
        developer.Texts("dd").ShouldContain(Minute(server));
        await Press(developer, office, client, "enable");
        developer.Said().ShouldBe("Credential enabled.");
    }

    private static string Minute(TestServer server) =>
        server.Clock.GetUtcNow().ToString("d MMMM yyyy, HH:mm 'UTC'", System.Globalization.CultureInfo.InvariantCulture);

    private static async Task Press(BrowserSession session, TenantBuilder office, Client client, string what)
    {
        await session.OpenHub(office.Tenant.At(client, "/switch"));
        await session.Press("/" + what);
    }

    private async Task<(TestServer House, TenantBuilder Office, Client Client)> Arranged(Database database)
    {
        var server = await servers.On(database);
        var office = await TenantBuilder.Open(server);
        return (server, office, await server.Credential(office.Tenant, secret: Secret));
    }
}

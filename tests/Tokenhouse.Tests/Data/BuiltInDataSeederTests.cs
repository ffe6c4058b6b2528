using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Data;

/// <summary>What every datacentre has from its first start, whether or not the demonstration is there.</summary>
public sealed class BuiltInDataSeederTests
{
    [Theory, OnEachDatabase]
    public async Task The_Hubs_API_has_its_scopes_and_the_Hub_is_a_client_of_the_vendor(Database database)
    {
        await using var server = await TestServer.Start(database, "--Tokenhouse:Demo", "false");
        await using var db = server.Db();
        (await db.Apis.Select(api => api.Identifier).ToListAsync()).ShouldBe(["urn:tokenhouse:hub"]);
        (await db.Scopes.Select(scope => scope.Name).OrderBy(name => name).ToListAsync()).ShouldBe(
            [
                "hub.allowlists.read",
                "hub.allowlists.write",
                "hub.audit.read",
                "hub.contracts.read",
                "hub.contracts.write",
                "hub.credentials.read",
                "hub.credentials.write",
                "hub.log.read",
                "hub.people.read",
                "hub.people.write",
                "hub.requests.read",
                "hub.requests.write",
                "hub.sign-in",
                "hub.tenants.read",
                "hub.tenants.write",
            ],
            ignoreOrder: true
        );
        var hub = await db.Clients.IgnoreQueryFilters().SingleAsync();
        (hub.Id, hub.TenantId, hub.Environment, hub.Kind).ShouldBe(("hub", Datacentre.Vendor, TenantEnvironment.LIVE, ClientKind.Browser));
        (hub.Scopes, hub.RedirectUris).ShouldSatisfyAllConditions(
            its => its.Scopes.ShouldBe(["hub.sign-in"]),
            its => its.RedirectUris.ShouldBe(["http://hub.dc2.localhost:5080/sign-in/callback"])
        );
    }

    [Theory, OnEachDatabase]
    public async Task At_each_start_the_Hubs_address_follows_the_configuration_and_what_is_missing_is_added(Database database)
    {
        using var folder = new TempFolder();
        var plan = new TestServerOptions(database) { Folder = folder.Path };
        await using (var first = await TestServer.Start(plan))
        await using (var db = first.Db())
            await db.Scopes.Where(scope => scope.Name == "hub.log.read" || scope.Name == "hub.people.read").ExecuteDeleteAsync();
        long changes;
        await using (var second = await TestServer.Start(plan with { Settings = ["--Tokenhouse:BaseUrl", "https://localhost:5443"] }))
        await using (var db = second.Db())
        {
            var hub = await db.Clients.IgnoreQueryFilters().SingleAsync(client => client.Id == "hub");
            hub.RedirectUris.ShouldBe(["https://hub.dc2.localhost:5443/sign-in/callback"]);
            (await db.Scopes.CountAsync(scope => scope.ApiIdentifier == HubScopes.Identifier)).ShouldBe(15);
            changes = await db.Changes.MaxAsync(change => change.Id);
        }
        await using (var third = await TestServer.Start(plan with { Settings = ["--Tokenhouse:BaseUrl", "https://localhost:5443"] }))
        await using (var db = third.Db())
            (await db.Changes.MaxAsync(change => change.Id)).ShouldBe(changes); // nothing to do, and nothing told
    }
}

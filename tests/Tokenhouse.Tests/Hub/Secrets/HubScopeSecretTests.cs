using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Hub.Credentials;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Secrets;

/// <summary>A secret carries the scopes of the Hub that its client had when it was made: whoever holds an older one comes by no more.</summary>
[Trait("Category", "Security")]
[Collection<CredentialServers>]
public sealed class HubScopeSecretTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    private const string Old = "the-old-secret-0123456789";

    [Fact]
    public async Task A_secret_that_was_there_before_does_not_carry_a_scope_of_the_Hub_and_a_new_one_does()
    {
        var server = (await browserSessions.On()).Server;
        var tenant = await server.Company();
        var client = await server.Credential(tenant, secret: Old);
        var manager = await server.AtHub(tenant, Role.Manager);
        await manager.OpenHub(tenant.At(client, "/scopes"));
        manager
            .Page.QuerySelectorAll(".hub-page p.prose")
            .Select(line => line.TextContent)
            .ShouldContain(
                "A scope of the Hub (hub.…) works only with a secret that is added after the scope, because other people may know the existing secrets. Add a new secret, let the program use it, then revoke the old ones."
            );
        await manager.Send("/scopes", ("scopes", "all"), ("scopes", "hub.people.read"));
        await server.HearOfChanges("dc3");

        var refused = await server.Token(BrowserSession.Dc3, client.Id, Old, "hub.people.read");
        (refused.Status, refused.Json.GetProperty("error").GetString()).ShouldBe((400, "invalid_scope"));
        var logged = (await server.Refusals(refused, "dc3")).ShouldHaveSingleItem();
        (logged.Kind, logged.Reason).ShouldBe(
            (
                nameof(RefusalKind.ScopeNotOfSecret),
                "the secret ending in 789 was added before the client got scope hub.people.read, and doesn't include it"
            )
        );
        (await server.Token(BrowserSession.Dc3, client.Id, Old)).Json.GetProperty("scope").GetString().ShouldBe("all");

        await manager.OpenHub(tenant.At(client, "/secrets/add"));
        await manager.Submit("/secrets/add");
        var made = manager.Shown();
        await server.HearOfChanges("dc3");
        (await server.Token(BrowserSession.Dc3, client.Id, made, "hub.people.read")).Status.ShouldBe(200);
        (await server.Token(BrowserSession.Dc3, client.Id, Old, "hub.people.read")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_secret_keeps_the_scopes_of_the_Hub_that_it_had_and_gets_no_later_ones()
    {
        var server = (await browserSessions.On(Database.Sqlite)).Server;
        var tenant = await server.Company();
        var client = await server.Credential(tenant, secret: Old, with: row => row.Scopes = ["hub.log.read"]);
        var token = await server.HubToken(tenant.Id, "hub.credentials.read", "hub.credentials.write", "hub.log.read", "hub.people.write");
        await Give(server, tenant, client, token, "hub.log.read", "hub.people.write");
        (await server.Token(BrowserSession.Dc3, client.Id, Old, "hub.log.read")).Status.ShouldBe(200);
        (await server.Token(BrowserSession.Dc3, client.Id, Old, "hub.people.write")).Status.ShouldBe(400);
        await Give(server, tenant, client, token);
        await Give(server, tenant, client, token, "hub.people.write"); // taken and given again: what it carries stays the same
        (await server.Token(BrowserSession.Dc3, client.Id, Old, "hub.people.write")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_developer_who_takes_a_secret_first_does_not_get_the_scope_that_is_given_after()
    {
        var server = (await browserSessions.On(Database.Sqlite)).Server;
        var tenant = await server.Company();
        var client = await server.Credential(tenant, secret: Old);
        var developer = await server.AtHub(tenant, Role.Developer);
        await developer.OpenHub(tenant.At(client, "/secrets/add"));
        await developer.Submit("/secrets/add");
        var taken = developer.Shown();
        var token = await server.HubToken(tenant.Id, "hub.credentials.read", "hub.credentials.write", "hub.people.write");
        await Give(server, tenant, client, token, "hub.people.write");
        (await server.Token(BrowserSession.Dc3, client.Id, taken, "hub.people.write")).Status.ShouldBe(400);
        await developer.OpenHub(tenant.At(client, "/secrets/add"));
        await developer.Submit("/secrets/add");
        developer.Answer.Status.ShouldBe(409); // and does not take a new one either
    }

    [Theory]
    [InlineData("AddContract", "POST")]
    [InlineData("ChangeContract", "PUT")]
    [InlineData("ApproveRequest", "POST")]
    [InlineData("CreateTenant", "POST")]
    public async Task No_other_way_gives_a_credential_a_scope_of_the_Hub(string operation, string method)
    {
        var server = (await browserSessions.On(Database.Sqlite)).Server;
        var samples = await ApiSamples.Arrange(server);
        var hub = new JsonArray("all", "hub.people.write");
        if (operation == "ApproveRequest")
        {
            var draft = samples.Of("MakeRequest");
            draft.Body["scopes"] = hub;
            var made = await samples.Send("MakeRequest", "POST", draft.Body);
            made.Status.ShouldBe(201);
            var submitted = await server.Call(samples.Token, HttpMethod.Post, $"{draft.Path}/{made.Json.GetProperty("id")}/submit");
            (submitted.Status, submitted.Json.GetProperty("errors")[0].GetProperty("pointer").GetString()).ShouldBe((422, "#/scopes"));
        }
        else
        {
            var body = samples.Of(operation).Body;
            (operation == "CreateTenant" ? body["contracts"]![0]! : body)["scopes"] = hub;
            (await samples.Send(operation, method, body)).Status.ShouldBe(422);
        }
        await using var db = server.Db("dc3");
        db.Tenant = samples.Tenant.Id;
        (await db.Clients.ToListAsync()).ShouldNotContain(row => row.Id.StartsWith("dc3-") && row.Scopes.Contains("hub.people.write"));
    }

    private static async Task Give(TestServer server, Tenant tenant, Client client, string token, params string[] scopes)
    {
        var put = await server.Call(
            token,
            HttpMethod.Put,
            $"/tenants/{tenant.Slug}/credentials/live/{client.Id}/scopes",
            new { Scopes = scopes, Version = (int?)null }
        );
        put.Status.ShouldBe(200, put.Body);
        await server.HearOfChanges("dc3");
    }
}

using Microsoft.IdentityModel.JsonWebTokens;
using Tokenhouse.Core;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.Token;

/// <summary>How long tokens are valid: the vendor sets it for an API, and clients are told how long they can act for a person.</summary>
[Trait("Category", "Security")]
public sealed class ApiLifetimeTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    private const string Path = "/catalogue/apis/token-lifetime";

    [Theory]
    [InlineData(60)]
    [InlineData(3600)]
    public async Task The_vendor_sets_the_lifetime_of_an_APIs_tokens(int seconds)
    {
        var server = (await browserSessions.On()).Server;
        var (api, client) = await Arranged(server, $"set-{seconds}");
        (await Lifetime(server, client)).ShouldBe(300);
        var vendor = await server.HubToken(Datacentre.Vendor, "hub.contracts.write", "hub.contracts.read");
        (await server.Call(vendor, HttpMethod.Put, Path, new { Identifier = api, Seconds = seconds })).Status.ShouldBe(204);
        await server.HearOfChanges("dc3");
        (await Lifetime(server, client)).ShouldBe(seconds);
        (await server.Call(vendor, HttpMethod.Get, "/tenants/vendor/catalogue")).Body.ShouldContain(
            $"\"token_lifetime_seconds\":{seconds}"
        );
        (await server.Call(vendor, HttpMethod.Put, Path, new { Identifier = api, Seconds = (int?)null })).Status.ShouldBe(204);
        await server.HearOfChanges("dc3");
        (await Lifetime(server, client)).ShouldBe(300);
        var sentences = (await server.AuditOf(Datacentre.Vendor)).Where(entry => entry.Target == api).Select(entry => entry.Act);
        sentences.Count(act => act == "api.lifetime-changed").ShouldBe(2);
    }

    [Theory]
    [InlineData("urn:lifetime:bounds", 59, 422)]
    [InlineData("urn:lifetime:bounds", 3601, 422)]
    [InlineData("urn:lifetime:bounds", 0, 422)]
    [InlineData("urn:lifetime:bounds", -1, 422)]
    [InlineData("urn:tokenhouse:hub", 600, 409)]
    [InlineData("urn:lifetime:unknown", 600, 404)]
    public async Task Other_lifetimes_are_refused(string api, int seconds, int status)
    {
        var server = (await browserSessions.On()).Server;
        await Arranged(server, "bounds");
        var vendor = await server.HubToken(Datacentre.Vendor, "hub.contracts.write");
        (await server.Call(vendor, HttpMethod.Put, Path, new { Identifier = api, Seconds = seconds })).Status.ShouldBe(status);
    }

    [Fact]
    public async Task An_operator_sets_it_on_the_APIs_page()
    {
        var server = (await browserSessions.On()).Server;
        var (api, client) = await Arranged(server, "page");
        var session = await server.Operator($"/operator/catalogue/api?identifier={api}");
        await session.Send($"/token-lifetime?identifier={Uri.EscapeDataString(api)}", ("seconds", "900"));
        session.Said().ShouldBe("Lifetime saved. It applies to new tokens within a second.");
        await server.HearOfChanges("dc3");
        (await Lifetime(server, client)).ShouldBe(900);
        await session.Send($"/token-lifetime?identifier={Uri.EscapeDataString(api)}", ("seconds", "forever"));
        (session.Answer.Status, session.Fault("seconds")).ShouldBe(
            (422, "Enter a whole number of seconds from 60 to 3600, or leave it empty.")
        );
    }

    [Theory]
    [InlineData("OAuthV2", 600)]
    [InlineData("OAuth2Legacy", 300)]
    public async Task Dialects_that_spell_their_lifetime_keep_it(string dialect, int seconds)
    {
        await using var server = await TestServer.Start(new TestServerOptions(Databases.Default) { Run = ["dc3"] });
        await server.Change(async db => (await db.Apis.FindAsync("urn:tokenhouse:invoices"))!.AccessTokenLifetime = TimeSpan.FromHours(1));
        var session = new BrowserSession(server);
        (await new Integrator(server).Tokens(session)).Json.GetProperty("expires_in").GetInt32().ShouldBe(3600);
        var integrator = new Integrator(server) { Dialect = DialectCatalogue.List.Single(known => known.Name == dialect) };
        (await integrator.Tokens(session)).Json.GetProperty("expires_in").GetInt32().ShouldBe(seconds);
    }

    [Theory]
    [InlineData("Connect")]
    [InlineData("OAuthV2")]
    [InlineData("OAuth2Legacy")]
    public async Task A_client_is_told_how_long_it_can_act_for_a_person(string dialect)
    {
        await using var server = await TestServer.Start(new TestServerOptions(Databases.Default) { Run = ["dc3"] });
        var session = new BrowserSession(server);
        var integrator = new Integrator(server) { Dialect = DialectCatalogue.List.Single(known => known.Name == dialect) };
        await server.Change(
            Integrator.Web,
            client => (client.IdleLifetime, client.FamilyLifetime) = (TimeSpan.FromDays(7), TimeSpan.FromDays(30))
        );
        var answer = await integrator.Tokens(session, ("prompt", "login"));
        Told(answer).ShouldBe((7 * 86_400, 30 * 86_400));
        answer.Json.GetProperty("authorization_expires_in").GetInt64().ShouldBe(30 * 86_400);
        server.Clock.Advance(TimeSpan.FromDays(6));
        answer = await integrator.Refresh(Refresh(answer));
        Told(answer).ShouldBe((7 * 86_400, 24 * 86_400));
        for (var i = 0; i < 4; i++)
        {
            server.Clock.Advance(TimeSpan.FromDays(5));
            answer = await integrator.Refresh(Refresh(answer));
        }
        Told(answer).ShouldBe((4 * 86_400, 4 * 86_400)); // never longer than the authorization

        server.Clock.Advance(TimeSpan.FromDays(1));
        var seen = await server.Post(BrowserSession.Dc3 + "/connect/introspect", [("token", Refresh(answer))], Integrator.Web);
        Told(seen).ShouldBe((3 * 86_400, 3 * 86_400));
        seen = await server.Post(
            BrowserSession.Dc3 + "/connect/introspect",
            [("token", (await integrator.Refresh(Refresh(answer))).Json.GetProperty("access_token").GetString()!)],
            Integrator.Web
        );
        seen.Json.TryGetProperty("refresh_token_timeout", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_repeated_refresh_is_told_when_its_token_expires()
    {
        var session = await browserSessions.On();
        var integrator = new Integrator(session.Server);
        var token = Refresh(await integrator.Tokens(session));
        var first = await integrator.Refresh(token);
        session.Server.Clock.Advance(TimeSpan.FromSeconds(5));
        var again = await integrator.Refresh(token);
        Refresh(again).ShouldBe(Refresh(first));
        Told(again).ShouldBe((Told(first).Timeout - 5, Told(first).ExpiresIn - 5));
    }

    [Fact]
    public async Task An_access_token_does_not_outlive_the_authorization()
    {
        await using var server = await TestServer.Start(new TestServerOptions(Databases.Default) { Run = ["dc3"] });
        await server.Change(Integrator.Web, client => client.FamilyLifetime = TimeSpan.FromHours(1));
        var integrator = new Integrator(server);
        var answer = await integrator.Tokens(new BrowserSession(server), ("prompt", "login"));
        server.Clock.Advance(TimeSpan.FromMinutes(58));
        answer = await integrator.Refresh(Refresh(answer));
        answer.Json.GetProperty("expires_in").GetInt64().ShouldBe(Told(answer).ExpiresIn);
        Told(answer).ExpiresIn.ShouldBeLessThanOrEqualTo(120);
        var token = new JsonWebToken(answer.Json.GetProperty("access_token").GetString());
        (token.ValidTo - token.IssuedAt).TotalSeconds.ShouldBeLessThanOrEqualTo(120);
    }

    [Fact]
    public async Task A_machine_is_told_nothing_of_the_kind()
    {
        var server = (await browserSessions.On()).Server;
        var answer = await server.Token(BrowserSession.Dc3, "globex-live", "globex-live-demo-secret");
        answer.Json.TryGetProperty("authorization_expires_in", out _).ShouldBeFalse();
    }

    private static (long Timeout, long ExpiresIn) Told(Answer answer) =>
        (answer.Json.GetProperty("refresh_token_timeout").GetInt64(), answer.Json.GetProperty("authorization_expires_in").GetInt64());

    private static string Refresh(Answer answer) => answer.Json.GetProperty("refresh_token").GetString()!;

    private static async Task<long> Lifetime(TestServer server, string client)
    {
        var answer = await server.Token(BrowserSession.Dc3, client, client + "-demo-secret");
        var token = new JsonWebToken(answer.Json.GetProperty("access_token").GetString());
        var lifetime = answer.Json.GetProperty("expires_in").GetInt64();
        (token.ValidTo - token.IssuedAt).TotalSeconds.ShouldBe(lifetime);
        return lifetime;
    }

    /// <summary>An API with one scope, and a machine that has it.</summary>
    private static async Task<(string Api, string Client)> Arranged(TestServer server, string name)
    {
        var (api, scope, client) = ($"urn:lifetime:{name}", $"lifetime.{name}", $"lifetime-{name}");
        await using (var db = server.Db("dc3"))
            if (await db.Apis.FindAsync(api) is null)
                await server.Change(changed =>
                {
                    changed.Apis.Add(
                        new()
                        {
                            Identifier = api,
                            Name = name,
                            Scopes = [new() { Name = scope, ApiIdentifier = api }],
                        }
                    );
                    return Task.CompletedTask;
                });
        var tenant = await server.AddTenant(client, row => row.Contracts.ForEach(contract => contract.Scopes = [scope]));
        await server.AddIntegrator(client, row => (row.Scopes, row.RedirectUris) = ([scope], []), ClientKind.Machine, tenantId: tenant.Id);
        return (api, client);
    }
}

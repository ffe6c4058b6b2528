using System.Net.Http.Headers;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.EventLog;

/// <summary>Why an access token was worth nothing: whoever asked is told that it is, the tenant it was given to is told why.</summary>
[Trait("Category", "Security")]
[Collection<ReasonServers>]
public sealed class TokenReasonTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    private const string Inactive = """{"active":false}""";
    private const string Invoices = "urn:tokenhouse:invoices";

    [Fact]
    public async Task Asked_about_by_the_wrong_API()
    {
        var session = await browserSessions.On();
        var token = Access(await new Integrator(session.Server).Tokens(session));
        var row = await Asked(
            session.Server,
            token,
            "hr-api",
            RefusalKind.OfAnotherApi,
            $"the access token is for {Invoices}, and urn:tokenhouse:hr asked about it"
        );
        (row.TenantId, row.ClientId, row.ApiIdentifier, row.Code).ShouldBe(
            (Arrange.Nordia, Integrator.Web, "urn:tokenhouse:hr", "invalid_token")
        );
    }

    [Fact]
    public async Task Asked_about_by_another_client()
    {
        var session = await browserSessions.On();
        await session.Server.AddIntegrator("why-asker");
        var tokens = await new Integrator(session.Server).Tokens(session);
        foreach (var token in (string[])[Access(tokens), Refresh(tokens)])
        {
            var row = await Asked(
                session.Server,
                token,
                "why-asker",
                RefusalKind.OfAnotherClient,
                "the token was issued to another client"
            );
            (row.ClientId, row.ApiIdentifier).ShouldBe(("why-asker", null)); // put down to who asked, and to nobody else
        }
    }

    [Fact]
    public async Task Nonsense()
    {
        var server = (await browserSessions.On()).Server;
        const string Sentence = "this site didn't issue the token, or it was altered";
        var row = await Asked(server, "nonsense", "invoices-api", RefusalKind.AccessTokenUnknown, Sentence);
        (row.TenantId, row.ClientId).ShouldBe((Datacentre.Vendor, "invoices-api"));
        (await Asked(server, "nonsense", Integrator.Web, RefusalKind.AccessTokenUnknown, Sentence)).ClientId.ShouldBe(Integrator.Web);
    }

    [Theory]
    [InlineData("Connect")] // a JWT
    [InlineData("OAuthV2")] // an opaque one
    public async Task Expired_or_revoked(string dialect)
    {
        await using var server = await TestServer.Start(new TestServerOptions(Databases.Default) { Run = ["dc3"] });
        var (session, integrator) = (
            new BrowserSession(server),
            new Integrator(server) { Dialect = DialectCatalogue.List.Single(known => known.Name == dialect) }
        );
        var revoked = Access(await integrator.Tokens(session));
        await server.Post(BrowserSession.Dc3 + "/connect/revoke", [("token", revoked)], Integrator.Web);
        await Asked(
            server,
            revoked,
            "invoices-api",
            RefusalKind.AccessTokenRevoked,
            "the access token was revoked on 21 November 2026 12:00 UTC"
        );
        var tokens = await integrator.Tokens(session);
        var ends = server.Clock.GetUtcNow() + integrator.Dialect.Tokens.AccessTokenLifetime;
        server.Clock.Advance(TimeSpan.FromMinutes(11));
        var row = await Asked(
            server,
            Access(tokens),
            "invoices-api",
            RefusalKind.AccessTokenExpired,
            $"the access token expired on {ends:d MMMM yyyy HH:mm} UTC"
        );
        (row.TenantId, row.ClientId, row.ApiIdentifier).ShouldBe((Arrange.Nordia, Integrator.Web, Invoices));
        await UserInfo(server, Access(tokens), RefusalKind.AccessTokenExpired, $"the access token expired on {ends:d MMMM yyyy HH:mm} UTC");
    }

    [Fact]
    public async Task A_refresh_token_that_was_spent_or_whose_family_ended()
    {
        await using var server = await TestServer.Start(new TestServerOptions(Databases.Default) { Run = ["dc3"] });
        var (session, integrator) = (new BrowserSession(server), new Integrator(server));
        var token = Refresh(await integrator.Tokens(session));
        var successor = Refresh(await integrator.Refresh(token));
        await Asked(server, token, Integrator.Web, RefusalKind.RefreshTokenReused, "it was spent on 21 November 2026 12:00:00 UTC");
        await server.Post(BrowserSession.Dc3 + "/connect/revoke", [("token", successor)], Integrator.Web);
        await Asked(
            server,
            successor,
            Integrator.Web,
            RefusalKind.FamilyEnded,
            "its family ended on 21 November 2026 12:00 UTC: the client revoked it"
        );
        var idle = Refresh(await integrator.Tokens(session));
        var ends = server.Clock.GetUtcNow() + TimeSpan.FromDays(30);
        await server.KeepFromSweeping("dc3");
        server.Clock.Advance(TimeSpan.FromDays(30));
        await Asked(server, idle, Integrator.Web, RefusalKind.RefreshTokenExpired, $"it expired on {ends:d MMMM yyyy HH:mm} UTC");
    }

    [Theory]
    [InlineData("client", RefusalKind.ClientDisabled, "the client was disabled on 21 November 2026")]
    [InlineData("scope", RefusalKind.ScopeNotOfClient, "scope all isn't assigned to the client")]
    [InlineData("person", RefusalKind.NotAMember, "the account was disabled, or is no longer a member of the tenant")]
    public async Task Its_client_its_scope_or_its_person_is_gone(string what, RefusalKind kind, string sentence)
    {
        await using var server = await TestServer.Start(new TestServerOptions(Databases.Default) { Run = ["dc3"] });
        var tokens = await new Integrator(server).Tokens(new BrowserSession(server));
        await server.Change(async db =>
        {
            var client = await db.Clients.IgnoreQueryFilters().SingleAsync(row => row.Id == Integrator.Web);
            if (what == "client")
                client.DisabledAt = server.Clock.GetUtcNow();
            else if (what == "scope")
                client.Scopes = ["openid"];
            else
                db.Memberships.RemoveRange(await db.Memberships.ToListAsync());
        });
        await Asked(server, Access(tokens), "invoices-api", kind, sentence);
    }

    [Fact]
    public async Task Not_good_for_user_info()
    {
        var session = await browserSessions.On();
        var (server, token) = (session.Server, Access(await new Integrator(session.Server).Tokens(session)));
        var row = await UserInfo(server, token, RefusalKind.ScopeMissing, sentence: null);
        (row.Reason, row.ClientId).ShouldBe(("the access token doesn't have the scope openid", Integrator.Web));
        await UserInfo(server, null, RefusalKind.AccessTokenMissing, "no access token was sent in an Authorization: Bearer header");
        await UserInfo(server, "nonsense", RefusalKind.AccessTokenUnknown, "this site didn't issue the token, or it was altered");
    }

    [Theory]
    [InlineData("/connect/introspect", "introspect", "a public client can't authenticate, so it can't introspect tokens")]
    [InlineData("/connect/refusals", "refusal-report", "clients of the kind Web can't report refusals")]
    [InlineData("/connect/client-state", "client-state", "clients of the kind Web can't read the state of others")]
    public async Task An_endpoint_that_is_for_others(string path, string operation, string sentence)
    {
        var server = (await browserSessions.On()).Server;
        using var request = new HttpRequestMessage(
            operation == "client-state" ? HttpMethod.Get : HttpMethod.Post,
            BrowserSession.Dc3 + path
        );
        if (operation == "introspect")
            request.Content = new FormUrlEncodedContent([
                KeyValuePair.Create("client_id", Integrator.Native),
                KeyValuePair.Create("token", "x"),
            ]);
        else
            request.Headers.Authorization = ProxiedTestServers.Basic(Integrator.Web, Integrator.Web + "-demo-secret");
        using var response = await server.Http.SendAsync(request);
        await server.ShouldBeRefused(await Answer.From(response), operation, RefusalKind.EndpointNotForKind, sentence, "dc3");
    }

    private static async Task<Refusal> Asked(TestServer server, string token, string by, RefusalKind kind, string sentence)
    {
        var answer = await server.Post(BrowserSession.Dc3 + "/connect/introspect", [("token", token)], by);
        answer.Body.ShouldBe(Inactive);
        var row = await server.ShouldBeRefused(answer, "introspect", kind, sentence, "dc3");
        row.Reason.ShouldNotContain(token);
        return row;
    }

    private static async Task<Refusal> UserInfo(TestServer server, string? token, RefusalKind kind, string? sentence)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, BrowserSession.Dc3 + "/connect/userinfo");
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await server.Http.SendAsync(request);
        var answer = await Answer.From(response);
        if (sentence is not null)
            return await server.ShouldBeRefused(answer, "userinfo", kind, sentence, "dc3");
        var row = (await server.Refusals(answer, "dc3")).Single();
        (row.Operation, row.Kind).ShouldBe(("userinfo", kind.ToString()));
        return row;
    }

    private static string Access(Answer answer) => answer.Json.GetProperty("access_token").GetString()!;

    private static string Refresh(Answer answer) => answer.Json.GetProperty("refresh_token").GetString()!;
}

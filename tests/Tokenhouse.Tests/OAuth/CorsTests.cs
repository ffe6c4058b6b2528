using Tokenhouse.Core;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth;

/// <summary>Which pages of other origins may read an answer.</summary>
[Trait("Category", "Security")]
[Collection<ProtocolServers>]
public sealed class CorsTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    private const string Page = "https://app.nordia.example";

    [Fact]
    public async Task A_browser_clients_own_pages_read_its_tokens_and_nobody_elses_do()
    {
        var session = await browserSessions.On();
        await session.Server.AddIntegrator("cors-app", client => client.RedirectUris = [Page + "/cb"], ClientKind.Browser);
        var integrator = new Integrator(session.Server, "cors-app") { IsPublic = true, RedirectUri = Page + "/cb" };
        var tokens = (await integrator.Tokens(session)).Json;
        var refresh = tokens.GetProperty("refresh_token").GetString()!;

        foreach (var path in (string[])["/connect/token", "/connect/revoke"])
        {
            (await Post(session.Server, path, "cors-app", refresh, Page))["Access-Control-Allow-Origin"].ShouldBe(Page, path);
            (await Post(session.Server, path, "cors-app", refresh, Page))["Vary"].ShouldBe("Origin", path);
            foreach (var origin in (string[])["https://evil.example", Page + ".evil.example", "http://app.nordia.example", "null"])
                (await Post(session.Server, path, "cors-app", refresh, origin))["Access-Control-Allow-Origin"].ShouldBeNull(origin);
        }
    }

    [Fact]
    public async Task No_other_kind_of_client_is_readable_from_pages()
    {
        var session = await browserSessions.On();
        var refresh = (await new Integrator(session.Server, Integrator.Native).Tokens(session))
            .Json.GetProperty("refresh_token")
            .GetString()!;
        (await Post(session.Server, "/connect/token", Integrator.Native, refresh, "http://127.0.0.1:8400"))["Access-Control-Allow-Origin"]
            .ShouldBeNull();
    }

    [Fact]
    public async Task Only_what_holds_nobodys_secrets_is_readable_from_everywhere_and_the_authorization_endpoint_never()
    {
        var server = (await browserSessions.On()).Server;
        foreach (
            var path in (string[])
                [
                    "/.well-known/openid-configuration",
                    "/.well-known/oauth-authorization-server",
                    "/.well-known/jwks.json",
                    "/openapi/oauth.json",
                    "/connect/userinfo",
                ]
        )
            (await Get(server, BrowserSession.Dc3 + path))["Access-Control-Allow-Origin"].ShouldBe("*", path);
        foreach (var path in (string[])["/connect/authorize", "/oauth/v2/oauth-authorize", "/oauth2/authorize"])
            (await Get(server, BrowserSession.Link(path)))["Access-Control-Allow-Origin"].ShouldBeNull(path);
        foreach (var path in (string[])["/account", "/account/sign-in"])
            (await Get(server, BrowserSession.Dc3 + path))["Access-Control-Allow-Origin"].ShouldBeNull(path);
    }

    [Theory]
    [InlineData("/connect/userinfo")]
    [InlineData("/oauth/v2/oauth-userinfo")]
    public async Task A_browser_that_asks_first_is_told_that_it_may_send_a_token_to_userinfo(string path)
    {
        var server = (await browserSessions.On()).Server;
        using var request = new HttpRequestMessage(HttpMethod.Options, BrowserSession.Dc3 + path);
        request.Headers.Add("Origin", Page);
        request.Headers.Add("Access-Control-Request-Method", "GET");
        request.Headers.Add("Access-Control-Request-Headers", "authorization");
        using var response = await server.Http.SendAsync(request);
        var answer = await Answer.From(response);
        (answer.Status, answer.Body).ShouldBe((204, ""));
        answer["Access-Control-Allow-Origin"].ShouldBe("*");
        answer["Access-Control-Allow-Headers"].ShouldBe("Authorization"); // an asterisk does not cover it
        answer["Access-Control-Allow-Methods"].ShouldBe("GET, POST");
        answer["Access-Control-Allow-Credentials"].ShouldBeNull();
    }

    [Theory]
    [InlineData(BrowserSession.Dc3, "/.well-known/openid-configuration")]
    [InlineData(BrowserSession.Dc3, "/.well-known/oauth-authorization-server")]
    [InlineData(BrowserSession.Dc3, "/.well-known/jwks.json")]
    [InlineData(BrowserSession.Dc3, "/openapi/oauth.json")]
    [InlineData("http://globex.login.localhost:5080", "/.well-known/openid-configuration")]
    public async Task A_browser_that_asks_first_is_told_that_it_may_read_the_documents(string host, string path)
    {
        var server = (await browserSessions.On()).Server;
        using var request = new HttpRequestMessage(HttpMethod.Options, host + path);
        request.Headers.Add("Origin", Page);
        request.Headers.Add("Access-Control-Request-Method", "GET");
        request.Headers.Add("Access-Control-Request-Headers", "x-requested-with");
        using var response = await server.Http.SendAsync(request);
        var answer = await Answer.From(response);
        (answer.Status, answer.Body).ShouldBe((204, ""));
        answer["Access-Control-Allow-Origin"].ShouldBe("*");
        answer["Access-Control-Allow-Headers"].ShouldBe("*");
        answer["Access-Control-Allow-Methods"].ShouldBe("GET");
        answer["Access-Control-Allow-Credentials"].ShouldBeNull();
        (await Get(server, host + path))["Access-Control-Allow-Origin"].ShouldBe("*");
    }

    private static async Task<Answer> Get(TestServer server, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("Origin", Page);
        using var response = await server.Http.SendAsync(request);
        return await Answer.From(response);
    }

    private static async Task<Answer> Post(TestServer server, string path, string client, string token, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, BrowserSession.Dc3 + path);
        request.Headers.Add("Origin", origin);
        request.Content = new FormUrlEncodedContent([
            KeyValuePair.Create("client_id", client),
            KeyValuePair.Create("grant_type", "refresh_token"),
            KeyValuePair.Create("refresh_token", "not " + token), // nothing is spent
            KeyValuePair.Create("token", "not " + token),
        ]);
        using var response = await server.Http.SendAsync(request);
        return await Answer.From(response);
    }
}

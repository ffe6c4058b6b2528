using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.UserInfo;

/// <summary>Who the person is, for a client that may know (OpenID Connect Core 1.0, 5.3).</summary>
[Collection<ProtocolServers>]
public sealed class UserInfoTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    [Theory]
    [InlineData("Connect", "/connect/userinfo", "openid")]
    [InlineData("Connect", "/connect/userinfo", "all openid")]
    [InlineData("OAuthV2", "/oauth/v2/oauth-userinfo", "openid")]
    public async Task A_token_with_openid_tells_the_subject_of_the_ID_token(string dialect, string path, string scope)
    {
        var session = await browserSessions.On();
        var integrator = new Integrator(session.Server) { Dialect = DialectCatalogue.List.Single(known => known.Name == dialect) };
        var tokens = (await integrator.Tokens(session, ("scope", scope))).Json;
        var subject = new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(tokens.GetProperty("id_token").GetString()).Subject;
        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Post])
        {
            var answer = await Ask(session.Server, path, tokens.GetProperty("access_token").GetString(), method);
            (answer.Status, answer.Body).ShouldBe((200, $$"""{"sub":"{{subject}}","tenant":"nordia","tenant_id":451}"""));
            (answer["Content-Type"], answer["Cache-Control"]).ShouldBe(("application/json", "no-store"));
            answer["Access-Control-Allow-Origin"].ShouldBe("*");
        }
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_token_without_openid_is_not_enough()
    {
        var session = await browserSessions.On();
        var token = (await new Integrator(session.Server).Tokens(session)).Json.GetProperty("access_token").GetString();
        var answer = await Ask(session.Server, "/connect/userinfo", token);
        (answer.Status, answer["WWW-Authenticate"]).ShouldBe(
            (
                403,
                $"Bearer realm=\"{BrowserSession.Dc3}\", error=\"insufficient_scope\", error_description=\"The access token doesn't have the scope openid.\""
            )
        );
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task No_token_a_wrong_one_a_refresh_token_and_a_machines_are_refused()
    {
        var session = await browserSessions.On();
        var refresh = (await new Integrator(session.Server).Tokens(session, ("scope", "openid")))
            .Json.GetProperty("refresh_token")
            .GetString();
        foreach (var token in (string?[])[null, "wrong", refresh])
        {
            var answer = await Ask(session.Server, "/connect/userinfo", token);
            answer.Status.ShouldBe(401);
            if (token is null)
                answer["WWW-Authenticate"].ShouldBe($"Bearer realm=\"{BrowserSession.Dc3}\"");
            else
                answer["WWW-Authenticate"].ShouldStartWith($"Bearer realm=\"{BrowserSession.Dc3}\", error=\"invalid_token\"");
        }
        var machine = await session.Server.Token(BrowserSession.Dc3, "globex-live", "globex-live-demo-secret", "Public.HrCore.Write");
        (await Ask(session.Server, "/connect/userinfo", machine.Json.GetProperty("access_token").GetString())).Status.ShouldBe(403);
        var inUrl = await session.Server.Get(BrowserSession.Dc3 + "/connect/userinfo?access_token=x");
        (inUrl.Status, inUrl.Json.GetProperty("error").GetString()).ShouldBe((400, "invalid_request"));
        inUrl["WWW-Authenticate"].ShouldStartWith($"Bearer realm=\"{BrowserSession.Dc3}\", error=\"invalid_request\"");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_token_in_the_body_is_not_read()
    {
        var session = await browserSessions.On();
        var tokens = (await new Integrator(session.Server).Tokens(session, ("scope", "openid"))).Json;
        var answer = await session.Server.Post(
            BrowserSession.Dc3 + "/connect/userinfo",
            [("access_token", tokens.GetProperty("access_token").GetString()!)]
        );
        (answer.Status, answer["WWW-Authenticate"]).ShouldBe((401, $"Bearer realm=\"{BrowserSession.Dc3}\""));
    }

    private static async Task<Answer> Ask(TestServer server, string path, string? token, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, BrowserSession.Dc3 + path);
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        using var response = await server.Http.SendAsync(request);
        return await Answer.From(response);
    }
}

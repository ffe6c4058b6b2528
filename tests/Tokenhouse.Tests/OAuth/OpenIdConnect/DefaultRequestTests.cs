using Microsoft.IdentityModel.JsonWebTokens;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.OpenIdConnect;

/// <summary>
/// What ordinary client software sends without further settings, from authorize to userinfo: with a client that was registered for no scope, of a tenant
/// whose contract has none about people.
/// </summary>
public sealed class DefaultRequestTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    private const string Id = "plain-client";

    /// <summary>AddOpenIdConnect of ASP.NET Core 10 with <c>ResponseType = "code"</c>.</summary>
    [Fact]
    public async Task AspNetCore_with_openid_profile_by_form_post_and_the_secret_in_the_body()
    {
        var session = await Arranged();
        await session.Authorize(
            BrowserSession.Link(
                fields:
                [
                    ("client_id", Id),
                    ("scope", "openid profile"),
                    ("response_mode", "form_post"),
                    ("nonce", "639000000000000000.ZDk"),
                    ("state", "CfDJ8"),
                    ("x-client-SKU", "ID_NET9_0"),
                    ("x-client-ver", "8.0.1.0"),
                    .. Pkce.Asked,
                ]
            )
        );
        var sent = session.Page.QuerySelectorAll("input[type=hidden]").ToDictionary(Name, input => input.GetAttribute("value")!);
        sent["state"].ShouldBe("CfDJ8");
        var answer = await session.Server.Post(
            BrowserSession.Dc3 + "/connect/token",
            [.. Exchange(sent["code"]), ("client_id", Id), ("client_secret", Id + "-demo-secret")]
        );

        await ShouldBeSignedIn(session, answer, "openid profile");
        var idToken = new JsonWebToken(answer.Json.GetProperty("id_token").GetString());
        idToken.GetClaim("nonce").Value.ShouldBe("639000000000000000.ZDk");
        idToken.TryGetClaim("name", out _).ShouldBeFalse(); // userinfo has it
    }

    /// <summary>An OIDC provider of Auth.js 5.</summary>
    [Fact]
    public async Task AuthJs_with_openid_profile_email_and_Basic()
    {
        var session = await Arranged();
        await session.Authorize(
            BrowserSession.Link(fields: [("client_id", Id), ("scope", "openid profile email"), ("state", null), .. Pkce.Asked])
        );
        var answer = await session.Server.Post(BrowserSession.Dc3 + "/connect/token", Exchange(session.Response["code"]), Id);

        await ShouldBeSignedIn(session, answer, "openid profile email");
    }

    /// <summary>express-openid-connect 2 with <c>response_type: "code"</c>.</summary>
    [Fact]
    public async Task ExpressOpenIdConnect_with_openid_profile_email_and_a_nonce()
    {
        var session = await Arranged();
        await session.Authorize(
            BrowserSession.Link(
                fields:
                [
                    ("client_id", Id),
                    ("scope", "openid profile email"),
                    ("response_mode", "query"),
                    ("nonce", "rLxMIuMBQPFHrFGRVF2zC1mPlBdYOgTw"),
                    ("state", "eyJyZXR1cm5UbyI6Imh0dHA6Ly9sb2NhbGhvc3Q6MzAwMCJ9"),
                    .. Pkce.Asked,
                ]
            )
        );
        var answer = await session.Server.Post(BrowserSession.Dc3 + "/connect/token", Exchange(session.Response["code"]), Id);

        await ShouldBeSignedIn(session, answer, "openid profile email");
    }

    private async Task<BrowserSession> Arranged()
    {
        var server = (await browserSessions.On()).Server;
        var tenant = await server.AddTenant("plain", row => row.Contracts.ForEach(contract => contract.Scopes = ["all"]));
        await server.AddMember(tenant);
        await server.AddIntegrator(Id, client => (client.Scopes, client.RequiresPkce) = ([], true), tenantId: tenant.Id);
        return new(server);
    }

    private static (string, string)[] Exchange(string code) =>
        [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", BrowserSession.Callback), ("code_verifier", Pkce.Verifier)];

    private static string Name(AngleSharp.Dom.IElement input) => input.GetAttribute("name")!;

    private static async Task ShouldBeSignedIn(BrowserSession session, Answer answer, string scope)
    {
        answer.Status.ShouldBe(200, answer.Body);
        answer.Json.GetProperty("scope").GetString().ShouldBe(scope);
        var ada = await session.Server.Account(BrowserSession.Ada);
        new JsonWebToken(answer.Json.GetProperty("id_token").GetString()).Subject.ShouldBe(ada.Id.ToString());
        var email = scope.EndsWith("email", StringComparison.Ordinal) ? ""","email":"ada@nordia.example","email_verified":true""" : "";
        var userInfo = await session.Server.AskUserInfo(answer);
        userInfo.Body.ShouldBe(
            $$"""{"sub":"{{ada.Id}}","tenant":"plain","tenant_id":{{await TenantId(session.Server)}},"name":"{{ada.Name}}","preferred_username":"ada@nordia.example","updated_at":{{ada.CreatedAt.ToUnixTimeSeconds()}}{{email}}}"""
        );
    }

    private static async Task<long> TenantId(TestServer server)
    {
        Tenant tenant = await server.AddTenant("plain");
        return tenant.Id;
    }
}

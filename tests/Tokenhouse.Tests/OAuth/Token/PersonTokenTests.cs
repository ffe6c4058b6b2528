using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.Token;

/// <summary>What the tokens of a person say, and in which shape each dialect hands them out.</summary>
[Collection<TokenServers>]
public sealed class PersonTokenTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    [Fact]
    public async Task An_access_token_says_for_whom_the_client_acts()
    {
        var session = await browserSessions.On();
        var server = session.Server;
        var answer = await new Integrator(server).Tokens(session);

        var token = await Verified(server, answer.Json.GetProperty("access_token"), "urn:tokenhouse:invoices");
        var now = server.Clock.GetUtcNow().ToUnixTimeSeconds();
        token.Typ.ShouldBe("at+jwt");
        Claims(token, "jti")
            .ShouldBe([
                "aud=urn:tokenhouse:invoices",
                "client_id=nordia-erp",
                "datacentre=dc3",
                "environment=LIVE",
                $"exp={now + 300}",
                $"iat={now}",
                $"iss={BrowserSession.Dc3}",
                "scope=all",
                $"sub={await Ada(server)}",
                "tenant=nordia",
                "tenant_id=451",
            ]);
        await using var db = server.Db("dc3");
        var hash = SHA256.HashData([0xFF, .. Encoding.UTF8.GetBytes(token.Id)]); // the id itself is no token
        var row = await db.AccessTokens.IgnoreQueryFilters().SingleAsync(known => known.Hash == hash);
        (row.ClientId, row.Audience, row.Scope, row.ExpiresAt, row.RevokedAt).ShouldBe(
            (Integrator.Web, "urn:tokenhouse:invoices", "all", row.IssuedAt.AddSeconds(300), null)
        );
    }

    [Theory]
    [InlineData("pt-rs256", null, "RS256")]
    [InlineData("pt-es256", "ES256", "ES256")]
    public async Task An_id_token_says_who_it_is_for_the_client_that_asked(string client, string? registered, string algorithm)
    {
        var session = await browserSessions.On();
        var server = session.Server;
        await server.AddIntegrator(client, row => row.IdTokenAlgorithm = registered);
        var integrator = new Integrator(server, client);
        var answer = await integrator.Tokens(session, ("scope", "openid all"), ("nonce", "n-0S6_WzA2Mj \"<>\u00e4"));

        answer
            .Json.EnumerateObject()
            .Select(member => member.Name)
            .ShouldBe([
                "access_token",
                "expires_in",
                "token_type",
                "scope",
                "refresh_token",
                "refresh_token_timeout",
                "authorization_expires_in",
                "id_token",
            ]);
        answer.Json.GetProperty("scope").GetString().ShouldBe("openid all");
        var token = await Verified(server, answer.Json.GetProperty("id_token"), client);
        token.Alg.ShouldBe(algorithm);
        token.Typ.ShouldNotBe("at+jwt");
        var now = server.Clock.GetUtcNow().ToUnixTimeSeconds();
        var half = SHA256.HashData(Encoding.ASCII.GetBytes(answer.Json.GetProperty("access_token").GetString()!)).AsSpan(0, 16);
        Claims(token)
            .ShouldBe([
                $"at_hash={Base64Url.EncodeToString(half)}",
                $"aud={client}",
                $"auth_time={await SignedInAt(server)}",
                $"exp={now + 300}",
                $"iat={now}",
                $"iss={BrowserSession.Dc3}",
                "nonce=n-0S6_WzA2Mj \"<>\u00e4",
                $"sid={token.GetPayloadValue<string>("sid")}", // EndSessionTests say what it is
                $"sub={await Ada(server)}",
            ]);
        var refreshed = await integrator.Refresh(answer.Json.GetProperty("refresh_token").GetString()!);
        refreshed.Json.TryGetProperty("id_token", out _).ShouldBeFalse();
        refreshed.Json.GetProperty("scope").GetString().ShouldBe("openid all");
    }

    [Fact]
    public async Task A_token_for_openid_alone_is_for_the_issuer_itself()
    {
        var session = await browserSessions.On();
        var answer = await new Integrator(session.Server).Tokens(session, ("scope", "openid"));

        (await Verified(session.Server, answer.Json.GetProperty("access_token"), BrowserSession.Dc3)).Audiences.ShouldBe([
            BrowserSession.Dc3,
        ]);
        (await Verified(session.Server, answer.Json.GetProperty("id_token"), Integrator.Web)).TryGetClaim("nonce", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task OAuthV2_hands_out_opaque_tokens_with_their_prefixes()
    {
        var session = await browserSessions.On();
        var integrator = new Integrator(session.Server) { Dialect = OAuthV2.Dialect };
        var code = await integrator.Code(session);
        code.ShouldMatch("^[A-Za-z0-9]{32}\\z");

        var answer = await integrator.Redeem(code);

        var (access, refresh) = (
            answer.Json.GetProperty("access_token").GetString()!,
            answer.Json.GetProperty("refresh_token").GetString()!
        );
        access.ShouldMatch("^_0XBPWQQ_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\z");
        refresh.ShouldMatch("^_1XBPWQQ_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\z");
        answer.Body.ShouldBe(
            $$"""{"token_type":"bearer","access_token":"{{access}}","refresh_token":"{{refresh}}","scope":"","claims":"publicid","expires_in":600,"refresh_token_timeout":94608000,"authorization_expires_in":{{await Remaining(session.Server, answer)}}}"""
        );
        await using var db = session.Server.Db("dc3");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(access));
        var row = await db.AccessTokens.IgnoreQueryFilters().SingleAsync(known => known.Hash == hash);
        (row.ClientId, row.Audience, row.Scope, row.ExpiresAt - row.IssuedAt).ShouldBe(
            (Integrator.Web, "urn:tokenhouse:invoices", "all", TimeSpan.FromSeconds(600))
        );
    }

    [Fact]
    public async Task OAuthV2_spells_a_scope_out_unless_it_is_everything()
    {
        var session = await browserSessions.On();

        var answer = await new Integrator(session.Server) { Dialect = OAuthV2.Dialect }.Tokens(session, ("scope", "all openid"));

        answer.Json.GetProperty("scope").GetString().ShouldBe("all openid");
        answer.Json.GetProperty("id_token").GetString()!.ShouldStartWith("eyJ");
    }

    [Fact]
    public async Task OAuth2Legacy_spells_everything_like_a_UUID()
    {
        const string Uuid = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\z";
        var session = await browserSessions.On();
        var integrator = new Integrator(session.Server) { Dialect = OAuth2Legacy.Dialect };
        var code = await integrator.Code(session);
        code.ShouldMatch(Uuid);

        var answer = await integrator.Redeem(code);

        var (access, refresh) = (
            answer.Json.GetProperty("access_token").GetString()!,
            answer.Json.GetProperty("refresh_token").GetString()!
        );
        access.ShouldMatch(Uuid);
        refresh.ShouldMatch(Uuid);
        answer.Body.ShouldBe(
            $$"""{"scope":"all","access_token":"{{access}}","token_type":"bearer","expires_in":300,"refresh_token":"{{refresh}}","refresh_token_timeout":31536000,"authorization_expires_in":{{await Remaining(session.Server, answer)}}}"""
        );
    }

    /// <summary>The seconds that an answer names until an authorization ends: ten years after the person signed in, to a second.</summary>
    private static async Task<long> Remaining(TestServer server, Answer answer)
    {
        var named = answer.Json.GetProperty("authorization_expires_in").GetInt64();
        var ends = await SignedInAt(server) + 3650 * 86_400L;
        (ends - server.Clock.GetUtcNow().ToUnixTimeSeconds() - named).ShouldBeInRange(-1, 1);
        return named;
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task OAuth2Legacy_takes_no_credentials_in_the_body()
    {
        var session = await browserSessions.On();
        var integrator = new Integrator(session.Server) { Dialect = OAuth2Legacy.Dialect };
        var code = await integrator.Code(session);

        var answer = await session.Server.Post(
            BrowserSession.Dc3 + "/oauth2/token",
            [
                ("grant_type", "authorization_code"),
                ("code", code),
                ("redirect_uri", BrowserSession.Callback),
                ("client_id", Integrator.Web),
                ("client_secret", "nordia-erp-demo-secret"),
            ]
        );

        (answer.Status, answer.Body).ShouldBe(
            (
                401,
                """{"error":"invalid_client","error_description":"Client authentication is missing. Send client_id and client_secret in an Authorization: Basic header."}"""
            )
        );
        (await integrator.Redeem(code)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_tenant_that_prefers_JWTs_gets_them_where_tokens_are_opaque()
    {
        var session = await browserSessions.On();
        var server = session.Server;
        var tenant = await server.AddTenant("pt-jwt-co", row => row.PrefersJwt = true);
        await server.AddMember(tenant);
        await server.AddIntegrator("pt-jwt", tenantId: tenant.Id);

        var answer = await new Integrator(server, "pt-jwt") { Dialect = OAuthV2.Dialect }.Tokens(session);

        var token = await Verified(server, answer.Json.GetProperty("access_token"), "urn:tokenhouse:invoices");
        (token.ValidTo - token.IssuedAt).ShouldBe(TimeSpan.FromSeconds(600));
        answer.Json.GetProperty("refresh_token").GetString()!.ShouldStartWith("_1XBPWQQ_");
        (answer.Json.GetProperty("scope").GetString(), answer.Json.GetProperty("expires_in").GetInt32()).ShouldBe(("", 600));
    }

    private static async Task<JsonWebToken> Verified(TestServer server, JsonElement token, string audience)
    {
        var keys = new JsonWebKeySet((await server.Get(BrowserSession.Dc3 + "/.well-known/jwks.json")).Body);
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(
            token.GetString(),
            new()
            {
                ValidIssuer = BrowserSession.Dc3,
                ValidAudience = audience,
                IssuerSigningKeys = keys.GetSigningKeys(),
                ValidAlgorithms = ["ES256", "RS256"],
                LifetimeValidator = (_, expires, _, _) => expires > server.Clock.GetUtcNow().UtcDateTime,
            }
        );
        result.IsValid.ShouldBeTrue(result.Exception?.ToString());
        var verified = (JsonWebToken)result.SecurityToken;
        var key = keys.Keys.Single(published => published.Kid == verified.Kid);
        (key.Alg, key.Use).ShouldBe((verified.Alg, "sig"));
        return verified;
    }

    private static IEnumerable<string> Claims(JsonWebToken token, params string[] but) =>
        token.Claims.Where(claim => !but.Contains(claim.Type)).Select(claim => $"{claim.Type}={claim.Value}").Order(StringComparer.Ordinal);

    private static async Task<Guid> Ada(TestServer server)
    {
        await using var db = server.Db("dc3");
        return (await db.Accounts.SingleAsync(account => account.Email == BrowserSession.Ada)).Id;
    }

    private static async Task<long> SignedInAt(TestServer server)
    {
        var latest = (await server.SessionsOf(BrowserSession.Ada)).Max(session => session.AuthenticatedAt);
        return latest.ToUnixTimeSeconds();
    }
}

using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Tokenhouse.Core;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.Token;

[Collection<TokenServers>]
public sealed class ClientCredentialsTests(TestServers servers)
{
    private const string AcmeScopes =
        "Public.Application.Read Public.Application.Write Public.Applicant.Read Public.Applicant.Write Public.Job.Read Public.Job.Write "
        + "Public.Offer.Read Public.Offer.Write Public.Document.Read Public.Document.Write";

    [Theory]
    [InlineData("http://login.dc2.localhost:5080", "acme-live", "LIVE", "dc2", "acme", 218L, AcmeScopes)]
    [InlineData("http://loginuat.dc2.localhost:5080", "acme-uat", "UAT", "dc2", "acme", 218L, AcmeScopes)]
    [InlineData("http://acme.login.localhost:5080", "acme-live", "LIVE", "dc2", "acme", 218L, AcmeScopes)]
    [InlineData("http://acme.loginuat.localhost:5080", "acme-uat", "UAT", "dc2", "acme", 218L, AcmeScopes)]
    [InlineData(
        "http://login.dc3.localhost:5080",
        "globex-live",
        "LIVE",
        "dc3",
        "globex",
        6784L,
        "Public.Application.Read Public.HrCore.Write"
    )]
    public async Task A_token_verifies_with_the_published_keys_and_says_whose_it_is(
        string issuer,
        string client,
        string environment,
        string datacentre,
        string tenant,
        long tenantId,
        string scope
    )
    {
        var server = await servers.On();
        var answer = await server.Token(issuer, client, client + "-demo-secret");

        var token = await Verified(server, answer, issuer);
        var now = server.Clock.GetUtcNow().ToUnixTimeSeconds();
        token.Typ.ShouldBe("at+jwt");
        token.Alg.ShouldBe("ES256");
        token.GetPayloadValue<string>("jti").Length.ShouldBe(22);
        Claims(token)
            .ShouldBe([
                "aud=urn:tokenhouse:hr",
                $"client_id={client}",
                $"datacentre={datacentre}",
                $"environment={environment}",
                $"exp={now + 300}",
                $"iat={now}",
                $"iss={issuer}",
                $"scope={scope}",
                $"sub={client}",
                $"tenant={tenant}",
                $"tenant_id={tenantId}",
            ]);
        Base64UrlEncoder.Decode(token.EncodedPayload).ShouldContain($"\"tenant_id\":{tenantId}"); // a number
        answer.Json.GetProperty("scope").GetString().ShouldBe(scope);
    }

    [Fact]
    public async Task No_two_tokens_have_the_same_id()
    {
        var server = await servers.On();
        var ids = new HashSet<string>();
        for (var i = 0; i < 50; i++)
            ids.Add(Jwt(await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret")).Id);
        ids.Count.ShouldBe(50);
    }

    [Fact]
    public async Task A_tampered_token_does_not_verify()
    {
        var server = await servers.On();
        var token = Jwt(await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret")).EncodedToken;
        var tampered = token[..^3] + (token[^3] == 'A' ? 'B' : 'A') + token[^2..];
        (await Validate(server, tampered, TestServer.Dc2)).IsValid.ShouldBeFalse();
    }

    [Fact]
    public async Task A_token_of_UAT_does_not_verify_with_the_keys_of_LIVE()
    {
        var server = await servers.On();
        var uat = await server.Token("http://loginuat.dc2.localhost:5080", "acme-uat", "acme-uat-demo-secret");
        var uatToken = Jwt(uat).EncodedToken;
        (
            await Validate(server, uatToken, TestServer.Dc2, issuedBy: "http://loginuat.dc2.localhost:5080")
        ).Exception.ShouldBeOfType<SecurityTokenSignatureKeyNotFoundException>();
    }

    [Fact]
    public async Task Scopes_are_granted_in_the_order_asked_and_each_once()
    {
        var server = await servers.On();
        var answer = await server.Token(
            TestServer.Dc2,
            "acme-live",
            "acme-live-demo-secret",
            " Public.Job.Write  Public.Job.Read Public.Job.Write"
        );
        answer.Json.GetProperty("scope").GetString().ShouldBe("Public.Job.Write Public.Job.Read");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Scopes_of_two_APIs_in_one_request_are_refused_and_both_are_named()
    {
        var server = await servers.On();
        await server.Add("both", ["Public.Job.Read", "payments.read"]);
        const string Expected = """
            400
            Cache-Control: no-store
            Content-Length: {length}
            Content-Type: application/json
            Pragma: no-cache
            X-Content-Type-Options: nosniff
            X-Correlation-Id: {id}

            {"error":"invalid_scope","error_description":"The scopes belong to two APIs, urn:tokenhouse:hr and urn:tokenhouse:payments, but a token is for one API. Request the scopes of only one, or name it with resource."}
            """;
        (await server.Token(TestServer.Dc2, "both", "both-secret", "Public.Job.Read payments.read")).ToString().ShouldBe(Expected);
        (await server.Token(TestServer.Dc2, "both", "both-secret")).ToString().ShouldBe(Expected);
        Jwt(await server.Token(TestServer.Dc2, "both", "both-secret", "payments.read")).Audiences.ShouldBe(["urn:tokenhouse:payments"]);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_client_without_the_scope_of_its_contract_does_not_get_it()
    {
        var server = await servers.On();
        await server.Add("narrow", ["Public.Job.Read"], contract: ["Public.Job.Read", "Public.Job.Write"]);
        var answer = await server.Token(TestServer.Dc2, "narrow", "narrow-secret", "Public.Job.Write");
        answer.Status.ShouldBe(400);
        answer.Body.ShouldBe(
            """{"error":"invalid_scope","error_description":"The scope 'Public.Job.Write' isn't available to this client."}"""
        );
    }

    [Theory]
    [InlineData(ClientKind.Web)]
    [InlineData(ClientKind.Browser)]
    [InlineData(ClientKind.Native)]
    [InlineData(ClientKind.Api)]
    [Trait("Category", "Security")]
    public async Task Only_kinds_that_act_for_themselves_may_use_the_grant(ClientKind kind)
    {
        var server = await servers.On();
        var id = $"kind-{kind}";
        await server.Add(id, ["Public.Job.Read"], kind: kind);
        var answer = await server.Token(TestServer.Dc2, id, id + "-secret");
        answer.Status.ShouldBe(400);
        answer.Body.ShouldBe(
            """{"error":"unauthorized_client","error_description":"This client can't use the grant type client_credentials."}"""
        );
    }

    [Fact]
    public async Task The_kind_app_key_may_use_the_grant()
    {
        var server = await servers.On();
        await server.Add("app-key", ["Public.Job.Read"], kind: ClientKind.AppKey);
        (await server.Token(TestServer.Dc2, "app-key", "app-key-secret")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Hub_scopes_are_in_every_LIVE_contract_and_in_no_UAT_one()
    {
        var server = await servers.On();
        await using (var db = server.Db())
        {
            db.Scopes.Add(new() { Name = "hub.test.read", ApiIdentifier = "urn:tokenhouse:hub" });
            await db.SaveChangesAsync();
        }
        await server.Add("hub-live", ["hub.test.read"], contract: []);
        await server.Add("hub-uat", ["hub.test.read"], contract: [], environment: TenantEnvironment.UAT);
        (await server.Token(TestServer.Dc2, "hub-live", "hub-live-secret")).Json.GetProperty("scope").GetString().ShouldBe("hub.test.read");
        (await server.Token("http://loginuat.dc2.localhost:5080", "hub-uat", "hub-uat-secret")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_site_that_is_configured_so_signs_with_RS256()
    {
        await using var server = await TestServer.Start(
            Databases.Default,
            "--Tokenhouse:Datacentres:dc2:Sites:LIVE:AccessTokenAlgorithm",
            "RS256"
        );
        var token = await Verified(server, await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret"), TestServer.Dc2);
        token.Alg.ShouldBe("RS256");
        Jwt(await server.Token("http://loginuat.dc2.localhost:5080", "acme-uat", "acme-uat-demo-secret")).Alg.ShouldBe("ES256");
    }

    [Fact]
    public async Task A_warm_request_asks_no_database()
    {
        var server = await servers.On();
        (await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret")).Status.ShouldBe(200);
        (await server.Token("http://acme.login.localhost:5080", "acme-live", "acme-live-demo-secret")).Status.ShouldBe(200);

        var before = server.Commands.Count;
        before.ShouldBeGreaterThan(0);
        for (var i = 0; i < 10; i++)
        {
            (await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret")).Status.ShouldBe(200);
            (await server.Token(TestServer.Dc2, "acme-live", "wrong")).Status.ShouldBe(401);
            (await server.Token("http://acme.login.localhost:5080", "acme-live", "acme-live-demo-secret")).Status.ShouldBe(200);
        }
        server.Commands.Count.ShouldBe(before);
    }

    private static JsonWebToken Jwt(Answer answer)
    {
        answer.Status.ShouldBe(200, answer.Body);
        return new(answer.Json.GetProperty("access_token").GetString());
    }

    /// <summary>Verified as an API would: issuer and keys from the metadata, over HTTP, by a library that is not ours.</summary>
    private static async Task<JsonWebToken> Verified(TestServer server, Answer answer, string issuer)
    {
        var result = await Validate(server, Jwt(answer).EncodedToken, issuer);
        result.IsValid.ShouldBeTrue(result.Exception?.ToString());
        return (JsonWebToken)result.SecurityToken;
    }

    private static async Task<TokenValidationResult> Validate(TestServer server, string token, string issuer, string? issuedBy = null)
    {
        var metadata = (await server.Get(issuer + "/.well-known/oauth-authorization-server")).Json;
        var keys = await server.Get(metadata.GetProperty("jwks_uri").GetString()!);
        return await new JsonWebTokenHandler().ValidateTokenAsync(
            token,
            new()
            {
                ValidIssuer = issuedBy ?? metadata.GetProperty("issuer").GetString(),
                ValidAudience = "urn:tokenhouse:hr",
                ValidTypes = ["at+jwt"],
                IssuerSigningKeys = new JsonWebKeySet(keys.Body).GetSigningKeys(),
                LifetimeValidator = (_, expires, _, _) => expires > server.Clock.GetUtcNow().UtcDateTime,
            }
        );
    }

    private static IEnumerable<string> Claims(JsonWebToken token) =>
        token.Claims.Where(claim => claim.Type != "jti").Select(claim => $"{claim.Type}={claim.Value}").Order(StringComparer.Ordinal);
}

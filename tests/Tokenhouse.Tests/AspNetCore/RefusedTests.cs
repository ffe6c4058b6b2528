using System.Text.Json.Nodes;

namespace Tokenhouse.Tests.AspNetCore;

/// <summary>Tokens that are not good for this API (RFC 8725, RFC 9068, 4), and what their senders are told (RFC 6750, 3).</summary>
[Trait("Category", "Security")]
public sealed class RefusedTests(ProtectedApiFixture protectedApiFixture) : IClassFixture<ProtectedApiFixture>
{
    private static readonly string NotValid = ProtectedApi.Challenge("invalid_token", "The access token is not valid.");

    private readonly FakeAuthority authority = protectedApiFixture.Authority;
    private readonly ProtectedApi api = protectedApiFixture.Api;

    [Fact]
    public async Task Without_a_token_the_challenge_names_no_error()
    {
        var answer = await api.Call(null);
        answer
            .ToString()
            .ShouldBe(
                """
                401
                Cache-Control: no-store
                Content-Length: {length}
                Content-Type: application/problem+json
                Server: Kestrel
                WWW-Authenticate: Bearer realm="urn:tokenhouse:hr"
                X-Correlation-Id: {id}


                """.TrimEnd()
                    + $$"""


                    {"title":"Unauthorized","status":401,"detail":"The access token is missing. Send it in an Authorization: Bearer header.","correlation_id":"{{answer.CorrelationId}}"}
                    """
            );
        (await api.Send(HttpMethod.Get, ProtectedApi.Jobs, ("Authorization", "Basic YTpi")))["WWW-Authenticate"]
            .ShouldBe("Bearer realm=\"urn:tokenhouse:hr\"");
    }

    [Fact]
    public async Task A_token_outside_the_header_is_never_read()
    {
        var token = authority.Token(api.Now);
        (await api.Send(HttpMethod.Get, "/who?access_token=" + token)).Status.ShouldBe(401);
        var form = $"access_token={token}";
        (
            await Tokenhouse.Tests.Support.RawHttp.SendFixture(
                api.Port,
                $"POST /who\nHost: localhost\nContent-Type: application/x-www-form-urlencoded\n\n{form}"
            )
        ).Status.ShouldBe(401);
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer a b")]
    [InlineData("bearer \"a\"")]
    [InlineData("Bearer a,b")]
    public async Task A_malformed_header_is_a_bad_request(string header)
    {
        var answer = await api.Send(HttpMethod.Get, ProtectedApi.Jobs, ("Authorization", header));
        answer.Status.ShouldBe(400);
        answer["WWW-Authenticate"]
            .ShouldBe(
                ProtectedApi.Challenge("invalid_request", "The Authorization header must be the word Bearer, a space and an access token.")
            );
    }

    [Fact]
    public async Task Two_headers_are_a_bad_request_even_with_a_good_token()
    {
        var token = authority.Token(api.Now);
        var answer = await Tokenhouse.Tests.Support.RawHttp.SendFixture(
            api.Port,
            $"GET {ProtectedApi.Jobs}\nHost: localhost\nAuthorization: Bearer {token}\nAuthorization: Bearer {token}\n\n"
        );
        answer.Status.ShouldBe(400);
        answer["WWW-Authenticate"]!.ShouldContain("The request has more than one Authorization header.");
    }

    [Theory]
    [InlineData("iss", "The access token was issued by an authorization server that this API doesn't accept.")]
    [InlineData("aud", "The access token is not valid.")]
    [InlineData("exp", "The access token is not valid.")]
    [InlineData("iat", "The access token is not valid.")]
    [InlineData("sub", "The access token is not valid.")]
    [InlineData("client_id", "The access token is not valid.")]
    [InlineData("jti", "The access token is not valid.")]
    [InlineData("scope", "The access token is not valid.")]
    [InlineData("tenant", "The access token is not valid.")]
    [InlineData("tenant_id", "The access token is not valid.")]
    [InlineData("environment", "The access token is not valid.")]
    [InlineData("datacentre", "The access token is not valid.")]
    public async Task A_token_without_a_claim_or_with_one_of_another_type_is_refused(string claim, string description)
    {
        await IsInvalid(authority.Token(api.Now, claims => claims.Remove(claim)), description);
        // One of another type is none either, wherever the reader stumbles over it.
        foreach (var other in (JsonNode?[])[new JsonObject { ["a"] = 1 }, new JsonArray(), true, null])
        {
            var answer = await api.Call(authority.Token(api.Now, claims => claims[claim] = other));
            answer.Status.ShouldBe(401, answer.Body);
            answer["WWW-Authenticate"]!.ShouldContain("error=\"invalid_token\"");
        }
    }

    [Theory]
    [InlineData("exp", "4102444800")]
    [InlineData("tenant_id", "218")]
    [InlineData("client_id", "")]
    public async Task A_claim_in_another_spelling_is_no_claim(string claim, string value) =>
        await IsInvalid(authority.Token(api.Now, claims => claims[claim] = value), "The access token is not valid.");

    [Fact]
    public async Task A_token_for_several_APIs_is_none_of_ours() =>
        await IsInvalid(
            authority.Token(api.Now, claims => claims["aud"] = new JsonArray(FakeAuthority.Audience, "urn:other")),
            "The access token is not valid."
        );

    [Theory]
    [InlineData("environment", "UAT", "The access token is for the other environment. This API serves LIVE.")]
    [InlineData("environment", "live", "The access token is for the other environment. This API serves LIVE.")]
    [InlineData("aud", "urn:tokenhouse:payments", "The access token was issued for another API.")]
    [InlineData("iss", "http://127.0.0.1:1", "The access token was issued by an authorization server that this API doesn't accept.")]
    public async Task A_token_from_elsewhere_or_for_elsewhere_is_refused(string claim, string value, string description) =>
        await IsInvalid(authority.Token(api.Now, claims => claims[claim] = value), description);

    [Theory]
    [InlineData("/")]
    [InlineData("#")]
    [InlineData("?a")]
    [InlineData(" ")]
    public async Task An_issuer_is_compared_to_the_letter(string suffix) =>
        await IsInvalid(
            authority.Token(api.Now, claims => claims["iss"] = authority.Issuer + suffix),
            "The access token was issued by an authorization server that this API doesn't accept."
        );

    [Fact]
    public async Task An_expired_token_is_said_to_be() =>
        await IsInvalid(
            authority.Token(api.Now, claims => claims["exp"] = api.Now.ToUnixTimeSeconds() - 5),
            "The access token has expired."
        );

    [Theory]
    [InlineData("none")]
    [InlineData("None, with a signature")]
    [InlineData("HS256 with the public key as PEM")]
    [InlineData("HS256 with the public key as JWK")]
    [InlineData("RS256 with the key of ES256")]
    [InlineData("ES256 with the key of RS256")]
    [InlineData("no algorithm")]
    [InlineData("ES512")]
    [InlineData("no kid")]
    [InlineData("an unknown kid")]
    [InlineData("a kid with a path")]
    [InlineData("a kid with SQL")]
    [InlineData("an embedded jwk")]
    [InlineData("a jku")]
    [InlineData("an x5u")]
    [InlineData("an ID token's type")]
    [InlineData("no type")]
    [InlineData("another's key under the same kid")]
    [InlineData("changed claims")]
    [InlineData("a cut signature")]
    public async Task A_forged_token_is_refused(string how)
    {
        var answer = await api.Call(Forge(how));
        answer.Status.ShouldBe(401);
        answer["WWW-Authenticate"].ShouldBe(NotValid);
    }

    [Theory]
    [InlineData("a.b.c")]
    [InlineData("..")]
    [InlineData("a.b")]
    [InlineData("eyJhbGciOiJFUzI1NiJ9.e30")]
    [InlineData("eyJhbGciOiJFUzI1NiJ9.bm8ganNvbg.AAAA")]
    [InlineData("a.b.c.d.e")]
    [InlineData("a.b.c.d.e.f.g")]
    public async Task What_is_no_token_is_malformed(string token) => await IsInvalid(token, "The access token is malformed.");

    [Fact]
    public async Task An_extension_that_must_be_understood_is_not()
    {
        var header = authority.Tokens.Header();
        header["crit"] = new JsonArray("exp");
        await IsInvalid(authority.Tokens.Sign(header, authority.Claims(api.Now)), "The access token is malformed.");
    }

    [Fact]
    public async Task A_claim_that_is_there_twice_counts_as_none()
    {
        var claims = authority.Claims(api.Now).ToJsonString();
        var twice = claims.Replace("\"tenant_id\":218", "\"tenant_id\":1,\"tenant_id\":218", StringComparison.Ordinal);
        await IsInvalid(authority.Tokens.Sign(authority.Tokens.Header().ToJsonString(), twice), "The access token is not valid.");
    }

    [Fact]
    public async Task Nobody_is_called_because_of_what_a_token_says()
    {
        foreach (var how in (string[])["an embedded jwk", "a jku", "an x5u"])
            await api.Call(Forge(how));
        await api.Call(authority.Token(api.Now, claims => claims["iss"] = authority.Issuer + "/lure"));
        authority.Calls("/lure").ShouldBe(0);
        authority.Calls("/lure/.well-known/oauth-authorization-server").ShouldBe(0);
    }

    [Fact]
    public async Task A_missing_scope_is_named()
    {
        var answer = await api.Call(authority.Token(api.Now), "/offers");
        answer.Status.ShouldBe(403);
        answer["WWW-Authenticate"]
            .ShouldBe(
                ProtectedApi.Challenge(
                    "insufficient_scope",
                    "The access token doesn't have the scope Public.Offer.Read Public.Offer.Write.",
                    "Public.Job.Read Public.Offer.Read Public.Offer.Write"
                )
            );
        (await api.Call(authority.Token(api.Now, claims => claims["scope"] = "public.job.read"))).Status.ShouldBe(403);
        (await api.Call(authority.Token(api.Now, claims => claims["scope"] = "Public.Job"))).Status.ShouldBe(403);
    }

    [Fact]
    public async Task A_policy_of_the_API_itself_is_answered_in_the_same_shape()
    {
        var answer = await api.Call(authority.Token(api.Now), "/policy");
        answer.Status.ShouldBe(403);
        answer.Body.ShouldBe(
            $$"""{"title":"Forbidden","status":403,"detail":"The access token doesn't allow this.","error":"insufficient_scope","correlation_id":"{{answer.CorrelationId}}"}"""
        );
    }

    private string Forge(string how)
    {
        using var other = new AccessTokens();
        var (tokens, header, claims) = (authority.Tokens, authority.Tokens.Header(), authority.Claims(api.Now));
        string Signed(string name, JsonNode? value, AccessTokens? by = null)
        {
            header[name] = value;
            return (by ?? tokens).Sign(header, claims);
        }
        string Shared(byte[] key)
        {
            header["alg"] = "HS256";
            return AccessTokens.SignShared(header, claims, key);
        }
        var good = tokens.Sign(header, claims);
        var lure = authority.Issuer + "/lure";
        return how switch
        {
            "none" => AccessTokens.WithoutSignature(
                new JsonObject
                {
                    ["alg"] = "none",
                    ["typ"] = "at+jwt",
                    ["kid"] = tokens.KeyId,
                },
                claims
            ),
            "None, with a signature" => Signed("alg", "None"),
            "HS256 with the public key as PEM" => Shared(tokens.PublicKeyText()),
            "HS256 with the public key as JWK" => Shared(tokens.PublicKeyJson()),
            "RS256 with the key of ES256" => Signed("alg", "RS256"),
            "ES256 with the key of RS256" => Signed("kid", tokens.KeyId + "-rsa"),
            "no algorithm" => Without("alg"),
            "ES512" => Signed("alg", "ES512"),
            "no kid" => Without("kid"),
            "an unknown kid" => Signed("kid", "unknown"),
            "a kid with a path" => Signed("kid", "../../../../dev/null"),
            "a kid with SQL" => Signed("kid", "first' or '1'='1"),
            "an embedded jwk" => Signed("jwk", other.PublicKeys()[0]!.DeepClone(), other),
            "a jku" => Signed("jku", lure, other),
            "an x5u" => Signed("x5u", lure, other),
            "an ID token's type" => Signed("typ", "JWT"),
            "no type" => Without("typ"),
            "another's key under the same kid" => other.Sign(header, claims),
            "changed claims" => good.Replace(
                good.Split('.')[1],
                other.Sign(header, Vendor(claims)).Split('.')[1],
                StringComparison.Ordinal
            ),
            "a cut signature" => good[..^8],
            _ => throw new ArgumentOutOfRangeException(nameof(how), how, "nobody forges like this"),
        };
        string Without(string name)
        {
            header.Remove(name);
            return tokens.Sign(header, claims);
        }
    }

    private static JsonObject Vendor(JsonObject claims)
    {
        claims["tenant_id"] = 1;
        return claims;
    }

    private async Task IsInvalid(string token, string description)
    {
        var answer = await api.Call(token);
        answer.Status.ShouldBe(401, answer.Body);
        answer["WWW-Authenticate"].ShouldBe(ProtectedApi.Challenge("invalid_token", description));
    }
}

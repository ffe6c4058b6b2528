using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using Tokenhouse.Core;
using Tokenhouse.Server.Tokens;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.Introspection;

/// <summary>Tokens that this server did not make, or not like this (RFC 8725): none is believed.</summary>
[Trait("Category", "Security")]
[Collection<ProtocolServers>]
public sealed class ForgedTokenTests(TestServers servers)
{
    private const string Issuer = "http://login.dc2.localhost:5080";

    [Fact]
    public async Task The_same_token_signed_by_the_site_is_believed() =>
        (await IsActive(await servers.On(), (server, claims) => Sign(server, claims))).ShouldBeTrue();

    [Theory]
    [InlineData("iss")]
    [InlineData("sub")]
    [InlineData("aud")]
    [InlineData("exp")]
    [InlineData("client_id")]
    [InlineData("jti")]
    [InlineData("scope")]
    public async Task A_token_without_a_claim_is_not_believed(string missing) =>
        (
            await IsActive(
                await servers.On(),
                (server, claims) =>
                {
                    claims.Remove(missing);
                    return Sign(server, claims);
                }
            )
        ).ShouldBeFalse();

    [Theory]
    [InlineData("none")]
    [InlineData("HS256 with the public key")]
    [InlineData("a key that it brings along")]
    [InlineData("another type")]
    [InlineData("an unknown kid")]
    [InlineData("a kid with a path")]
    [InlineData("another issuer")]
    [InlineData("no algorithm")]
    public async Task A_forged_token_is_not_believed(string how) =>
        (await IsActive(await servers.On(), (server, claims) => Forge(server, claims, how))).ShouldBeFalse();

    private static string Forge(TestServer server, Dictionary<string, object> claims, string how)
    {
        var key = Key(server);
        switch (how)
        {
            case "none":
                return $"{Encode("""{"alg":"none","typ":"at+jwt"}""")}.{Body(claims)}.";
            case "HS256 with the public key":
                var jwk = key.PublicKey();
                var shared = Encoding.UTF8.GetBytes($$"""{"kty":"EC","crv":"P-256","x":"{{jwk.X}}","y":"{{jwk.Y}}"}""");
                var head = Encode($$"""{"alg":"HS256","typ":"at+jwt","kid":"{{key.Id}}"}""");
                var mac = HMACSHA256.HashData(shared, Encoding.ASCII.GetBytes($"{head}.{Body(claims)}"));
                return $"{head}.{Body(claims)}.{Base64Url.EncodeToString(mac)}";
            case "a key that it brings along":
                using (var own = ECDsa.Create(ECCurve.NamedCurves.nistP256))
                {
                    var point = own.ExportParameters(includePrivateParameters: false).Q;
                    var (x, y) = (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
                    return Sign(
                        own,
                        $$"""{"alg":"ES256","typ":"at+jwt","kid":"{{key.Id}}","jwk":{"kty":"EC","crv":"P-256","x":"{{x}}","y":"{{y}}"},"jku":"http://127.0.0.1:1/keys"}""",
                        claims
                    );
                }
            case "another type":
                return Sign(Private(key), $$"""{"alg":"ES256","typ":"JWT","kid":"{{key.Id}}"}""", claims);
            case "an unknown kid":
                return Sign(Private(key), """{"alg":"ES256","typ":"at+jwt","kid":"unknown"}""", claims);
            case "a kid with a path":
                return Sign(Private(key), """{"alg":"ES256","typ":"at+jwt","kid":"../../dev/null"}""", claims);
            case "no algorithm":
                return Sign(Private(key), $$"""{"typ":"at+jwt","kid":"{{key.Id}}"}""", claims);
            case "another issuer":
                claims["iss"] = "http://globex.login.localhost:5080";
                return Sign(server, claims);
            default:
                throw new ArgumentOutOfRangeException(nameof(how), how, "nobody forges like this");
        }
    }

    private static async Task<bool> IsActive(TestServer server, Func<TestServer, Dictionary<string, object>, string> make)
    {
        var now = server.Clock.GetUtcNow().ToUnixTimeSeconds();
        var token = make(
            server,
            new()
            {
                ["iss"] = Issuer,
                ["aud"] = "urn:tokenhouse:hr",
                ["sub"] = "acme-live",
                ["client_id"] = "acme-live",
                ["exp"] = now + 60,
                ["iat"] = now,
                ["jti"] = "forged",
                ["scope"] = "Public.Job.Read",
            }
        );
        var answer = await server.Post(Issuer + "/connect/introspect", [("token", token)], "hr-api");
        answer.Status.ShouldBe(200, answer.Body);
        return answer.Json.GetProperty("active").GetBoolean();
    }

    private static LoadedSigningKey Key(TestServer server) =>
        server.Services().GetRequiredService<SigningKeyRing>().Signer(TenantEnvironment.LIVE, SigningAlgorithms.ES256);

    private static string Sign(TestServer server, Dictionary<string, object> claims) =>
        Sign(Private(Key(server)), $$"""{"alg":"ES256","typ":"at+jwt","kid":"{{Key(server).Id}}"}""", claims);

    private static string Sign(ECDsa key, string head, Dictionary<string, object> claims)
    {
        var signed = $"{Encode(head)}.{Body(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    private static ECDsa Private(LoadedSigningKey key) => ((ECDsaSecurityKey)key.Credentials.Key).ECDsa;

    private static string Body(Dictionary<string, object> claims) => Encode(System.Text.Json.JsonSerializer.Serialize(claims));

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}

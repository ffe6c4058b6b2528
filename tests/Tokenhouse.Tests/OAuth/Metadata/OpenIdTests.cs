using System.Text.Json;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.Metadata;

/// <summary>What clients read about the server is what it does.</summary>
[Collection<ProtocolServers>]
public sealed class OpenIdTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    private const string OfTenant = "http://globex.login.localhost:5080";

    [Fact]
    public async Task Both_discovery_documents_of_a_site_say_the_same()
    {
        var server = (await browserSessions.On()).Server;
        var openId = await server.Get(BrowserSession.Dc3 + "/.well-known/openid-configuration");
        openId.Status.ShouldBe(200);
        openId.Body.ShouldBe((await server.Get(BrowserSession.Dc3 + "/.well-known/oauth-authorization-server")).Body);
    }

    [Fact]
    public async Task A_tenants_host_has_no_sign_in()
    {
        var server = (await browserSessions.On()).Server;
        foreach (var path in (string[])["/connect/authorize", "/connect/userinfo", "/connect/end-session", "/account", "/account/sign-in"])
            (await server.Get(OfTenant + path)).Status.ShouldBe(404, path);
    }

    [Theory]
    [InlineData(BrowserSession.Dc3)]
    [InlineData(OfTenant)]
    public async Task The_issuer_is_the_address_of_the_document_and_all_endpoints_are_at_it(string issuer)
    {
        var server = (await browserSessions.On()).Server;
        var document = (await server.Get(issuer + "/.well-known/openid-configuration")).Json;
        document.GetProperty("issuer").GetString().ShouldBe(issuer);
        foreach (var member in Endpoints(document))
            member.Value.GetString().ShouldStartWith(issuer + "/", Case.Sensitive, member.Name);
        document.GetProperty("subject_types_supported").ToString().ShouldBe("""["public"]""");
        document.GetProperty("id_token_signing_alg_values_supported").ToString().ShouldBe("""["RS256","ES256"]""");
    }

    [Fact]
    public async Task Every_endpoint_that_is_named_is_there()
    {
        var server = (await browserSessions.On()).Server;
        var document = (await server.Get(BrowserSession.Dc3 + "/.well-known/openid-configuration")).Json;
        var named = Endpoints(document);
        named.Count.ShouldBe(9);
        foreach (var member in named)
            (await server.Get(member.Value.GetString()!)).Status.ShouldNotBe(404, member.Name);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Nothing_is_issued_in_the_front_channel_and_PKCE_and_iss_are_announced()
    {
        var document = (await (await browserSessions.On()).Server.Get(BrowserSession.Dc3 + "/.well-known/openid-configuration")).Json;
        document.GetProperty("response_types_supported").ToString().ShouldBe("""["code"]""");
        document.GetProperty("code_challenge_methods_supported").ToString().ShouldBe("""["S256"]""");
        document
            .GetProperty("grant_types_supported")
            .ToString()
            .ShouldBe("""["client_credentials","authorization_code","refresh_token"]""");
        document.GetProperty("authorization_response_iss_parameter_supported").GetBoolean().ShouldBeTrue();
        document.GetProperty("request_uri_parameter_supported").GetBoolean().ShouldBeFalse();
    }

    private static List<JsonProperty> Endpoints(JsonElement document) =>
        [
            .. document
                .EnumerateObject()
                .Where(member => member.Name.EndsWith("_endpoint", StringComparison.Ordinal) || member.Name == "jwks_uri"),
        ];
}

using System.Text.Json;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.Metadata;

/// <summary>What clients read about the server is what it does.</summary>
[Collection<ProtocolServers>]
public sealed class OpenIdTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    private const string OfTenant = "http://globex.login.localhost:5080";

    /// <summary>By OpenID Connect Discovery 1.0, 3, and RP-Initiated Logout 1.0, 2.1.</summary>
    private static readonly string[] Required =
    [
        "issuer",
        "authorization_endpoint",
        "token_endpoint",
        "userinfo_endpoint",
        "jwks_uri",
        "scopes_supported",
        "response_types_supported",
        "subject_types_supported",
        "id_token_signing_alg_values_supported",
        "end_session_endpoint",
    ];

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
    public async Task The_document_of_a_site_is_JSON_with_every_required_member_and_no_empty_one()
    {
        var server = (await browserSessions.On()).Server;
        var answer = await server.Get(BrowserSession.Dc3 + "/.well-known/openid-configuration");
        (answer.Status, answer["Content-Type"]).ShouldBe((200, "application/json"));
        var members = answer.Json.EnumerateObject().ToList();
        members.Select(member => member.Name).Intersect(Required).ShouldBe(Required, ignoreOrder: true, answer.Body);
        members
            .Where(member => member.Value.ValueKind is JsonValueKind.Array && member.Value.GetArrayLength() == 0)
            .Select(member => member.Name)
            .ShouldBeEmpty();
        var scopes = answer.Json.GetProperty("scopes_supported").EnumerateArray().Select(scope => scope.GetString());
        scopes.ShouldContain("openid");
    }

    [Fact]
    public async Task Where_the_installation_speaks_https_so_does_every_address()
    {
        await using var server = await TestServer.Start(
            Database.Sqlite,
            "--Tokenhouse:BaseUrl",
            "https://example.com",
            "--Tokenhouse:Demo",
            "false"
        );
        var document = (await server.Get("http://login.dc2.example.com/.well-known/openid-configuration")).Json; // a proxy ended TLS
        document.GetProperty("issuer").GetString().ShouldBe("https://login.dc2.example.com");
        var named = Endpoints(document);
        named.Count.ShouldBe(9);
        foreach (var member in named)
            member.Value.GetString().ShouldStartWith("https://login.dc2.example.com/", Case.Sensitive, member.Name);
    }

    [Fact]
    public async Task What_is_not_supported_is_not_announced()
    {
        var server = (await browserSessions.On()).Server;
        var document = (await server.Get(BrowserSession.Dc3 + "/.well-known/openid-configuration")).Json;
        document
            .EnumerateObject()
            .Select(member => member.Name)
            .Where(name =>
                name == "registration_endpoint"
                || name == "acr_values_supported"
                || name == "claim_types_supported"
                || name.Contains("encryption", StringComparison.Ordinal)
                || name.StartsWith("request_object_", StringComparison.Ordinal)
                || name.StartsWith("userinfo_signing_", StringComparison.Ordinal)
                || name.StartsWith("token_endpoint_auth_signing_", StringComparison.Ordinal)
            )
            .ShouldBeEmpty();
        document
            .GetProperty("token_endpoint_auth_methods_supported")
            .ToString()
            .ShouldBe("""["client_secret_basic","client_secret_post","none"]""");
        document.GetProperty("request_parameter_supported").GetBoolean().ShouldBeFalse();
        document.GetProperty("request_uri_parameter_supported").GetBoolean().ShouldBeFalse(); // true if omitted
        (await server.Get(BrowserSession.Dc3 + "/.well-known/webfinger?resource=acct%3Aada%40nordia.example")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_tenants_document_names_no_endpoint_for_people()
    {
        var document = (await (await browserSessions.On()).Server.Get(OfTenant + "/.well-known/openid-configuration")).Json;
        document.GetProperty("response_types_supported").GetArrayLength().ShouldBe(0);
        foreach (var name in (string[])["authorization_endpoint", "userinfo_endpoint", "end_session_endpoint"])
            document.TryGetProperty(name, out _).ShouldBeFalse(name);
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

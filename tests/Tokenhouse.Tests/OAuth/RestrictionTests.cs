using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth;

/// <summary>
/// What asks for less than the client would get is met or refused, at every endpoint that takes the parameters of a grant, of every dialect alike.
/// What is unknown and harmless is ignored (RFC 6749, 3.1 and 3.2).
/// </summary>
[Trait("Category", "Security")]
[Collection<ProtocolServers>]
public sealed class RestrictionTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    private const string Api = "urn:tokenhouse:invoices";
    private const string AppId = "51515151";
    private const string Key = "demo-live-app-key-0123456789abcd";
    private const string Granted = "";

    /// <summary>Each parameter with what is to come of it, everywhere.</summary>
    private static readonly (string Name, string[] Values, string Outcome)[] Everywhere =
    [
        ("resource", [Api], Granted),
        ("resource", ["urn:tokenhouse:payments"], "invalid_target"),
        ("resource", ["https://anything.example"], "invalid_target"),
        ("audience", [Api], Granted),
        ("audience", ["urn:tokenhouse:payments"], "invalid_target"),
        ("request", ["x"], "request_not_supported"),
        ("request_uri", ["urn:x"], "request_uri_not_supported"),
        ("registration", ["{}"], "registration_not_supported"),
        ("authorization_details", ["[]"], "invalid_authorization_details"),
        ("dpop_jkt", ["x"], "invalid_request"),
        ("cnf", ["x"], "invalid_request"),
        ("req_cnf", ["x"], "invalid_request"),
        ("id_token_hint", ["x"], "invalid_request"),
        ("claims", ["nonsense"], "invalid_request"),
        ("claims", ["[]"], "invalid_request"),
        ("claims", ["""{"id_token":1}"""], "invalid_request"),
        ("claims", ["""{"id_token":{"acr":1}}"""], "invalid_request"),
        ("claims", ["""{"id_token":{"acr":{"essential":"yes"}}}"""], "invalid_request"),
        ("claims", ["""{"id_token":{},"id_token":{}}"""], "invalid_request"),
        ("claims", ["""{"id_token":{"\ud800":null}}"""], "invalid_request"),
        ("claims", ["""{"id_token":{"sub":{"value":"x"}}}"""], "invalid_request"),
        ("claims", ["""{"userinfo":{"sub":{"values":["x"]}}}"""], "invalid_request"),
        ("claims", ["""{"id_token":{"acr":{"essential":true,"values":["gold"]}}}"""], "unmet_authentication_requirements"),
        ("claims", ["""{"id_token":{"acr":{"essential":true,"value":"gold"}}}"""], "unmet_authentication_requirements"),
        ("claims", ["""{"id_token":{"acr":{"essential":true}}}"""], Granted), // no value is demanded
        (
            "claims",
            ["""{"id_token":{"auth_time":{"essential":true,"reason":"x"}},"userinfo":{"acr":{"essential":true,"value":"gold"}}}"""],
            Granted
        ),
        ("claims", ["""{"id_token":{"acr":{"values":["gold"]},"sub":null,"email":{"essential":true}}}"""], Granted),
        ("claims", ["""{"userinfo":{"name":{"essential":true}},"id_token":null,"other":7}"""], Granted),
        ("acr_values", ["gold silver"], Granted),
        ("nothing_of_ours", ["x"], Granted),
    ];

    /// <summary>What can be sent twice where the parameters are a form.</summary>
    private static readonly (string Name, string[] Values, string Outcome)[] InForms =
    [
        ("resource", [Api, Api], Granted),
        ("resource", [Api, "urn:tokenhouse:payments"], "invalid_target"),
        ("audience", [Api, "x"], "invalid_target"),
        ("request", ["x", "x"], "invalid_request"),
    ];

    private static readonly (string Name, string[] Values, string Outcome)[] AtTokens =
    [
        ("code_challenge", [Pkce.Challenge], "invalid_request"),
        ("code_challenge_method", ["S256"], "invalid_request"),
        ("max_age", ["10"], "invalid_request"),
    ];

    private static readonly (string Name, string[] Values, string Outcome)[] AtAuthorize =
    [
        ("max_age", ["-1"], "invalid_request"),
        ("max_age", ["99999999999"], "invalid_request"),
        ("prompt", ["create"], "invalid_request"),
    ];

    public static TheoryData<string> Authorizing()
    {
        var data = new TheoryData<string>();
        foreach (var dialect in DialectCatalogue.List.Where(dialect => dialect.Paths.ContainsKey(EndpointKind.Authorize)))
            data.Add(dialect.Name);
        return data;
    }

    public static TheoryData<string, string> Grants()
    {
        var data = new TheoryData<string, string>();
        foreach (var dialect in DialectCatalogue.List)
        foreach (var grant in dialect.Grants)
            data.Add(dialect.Name, grant);
        return data;
    }

    [Fact]
    public void Every_restriction_is_in_the_table() =>
        Everywhere
            .Select(row => row.Name)
            .Distinct()
            .Order()
            .ShouldBe([.. RestrictingParameters.Names.Append("acr_values").Append("nothing_of_ours").Order()]);

    [Theory]
    [MemberData(nameof(Authorizing))]
    public async Task At_the_authorization_endpoint(string dialect)
    {
        var session = await browserSessions.On(Database.Sqlite);
        var integrator = Of(session.Server, dialect);
        await session.Authorize(integrator.Link());
        foreach (var (name, values, outcome) in Everywhere.Concat(InForms).Concat(AtAuthorize))
        {
            var extra = string.Concat(values.Select(value => $"&{name}={Uri.EscapeDataString(value)}"));
            await session.Open(integrator.Link(("prompt", name == "prompt" ? null : "none")) + extra);
            if (values.Length > 1 && outcome == "invalid_request")
                session.Answer.Status.ShouldBe(400); // sent twice: there is nobody to answer
            else
                session.Response.GetValueOrDefault("error", Granted).ShouldBe(outcome, $"{name}={values[0]}");
        }
    }

    [Theory]
    [MemberData(nameof(Grants))]
    public async Task At_the_token_endpoint(string dialect, string grant)
    {
        var session = await browserSessions.On(Database.Sqlite);
        var its = DialectCatalogue.List.Single(known => known.Name == dialect);
        (string Name, string[] Values, string Outcome)[] rows =
            its.Fields.Count > 0 ? Everywhere : [.. Everywhere, .. InForms, .. AtTokens];
        foreach (var (name, values, outcome) in rows)
        {
            var answer = await Ask(session, its, grant, values.Select(value => (name, value)));
            if (outcome == Granted)
                answer.Status.ShouldBe(200, $"{name}={values[0]}: {answer.Body}");
            else if (its.Fields.Count == 0)
                answer.Json.GetProperty("error").GetString().ShouldBe(outcome, $"{name}={values[0]}");
            else
                (answer.Status, (await session.Server.Refusals(answer, "dc3")).Single().Code).ShouldBe(
                    (400, outcome),
                    $"{name}={values[0]}"
                );
        }
    }

    [Fact]
    public async Task A_restriction_in_JSON_that_is_no_text_is_refused_and_null_is_none()
    {
        var server = (await browserSessions.On(Database.Sqlite)).Server;
        (await Login(server, new() { ["resource"] = new[] { Api } })).Body.ShouldContain(
            "\"parameter\":\"resource\",\"reason\":\"must be a string\""
        );
        (await Login(server, new() { ["resource"] = null })).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_refused_code_is_not_spent()
    {
        var session = await browserSessions.On(Database.Sqlite);
        var integrator = new Integrator(session.Server);
        var code = await integrator.Code(session);
        (await integrator.Redeem(code, ("resource", "urn:x"))).Json.GetProperty("error").GetString().ShouldBe("invalid_target");
        (await integrator.Redeem(code, ("resource", Api))).Status.ShouldBe(200);
    }

    /// <summary>Of the endpoints that programs call, and of the one that browsers are sent to.</summary>
    [Fact]
    public async Task What_is_secret_is_refused_in_the_URL_of_every_endpoint()
    {
        var server = (await browserSessions.On(Database.Sqlite)).Server;
        foreach (var dialect in DialectCatalogue.List)
        foreach (var (operation, path) in dialect.Paths)
        foreach (var name in Parameters.Secret)
        {
            var method = operation is EndpointKind.Authorize or EndpointKind.EndSession or EndpointKind.UserInfo or EndpointKind.ClientState
                ? HttpMethod.Get
                : HttpMethod.Post;
            var session = new BrowserSession(server); // the end-session endpoint leads to the page that says so
            await session.Go(new(method, $"{BrowserSession.Dc3}{path}?{name}=x"));
            var answer = session.Answer;
            answer.Status.ShouldBe(400, $"{path}?{name}");
            answer.Body.ShouldContain("was sent in the URL", Case.Sensitive, $"{path}?{name}");
        }
        var token = await server.HubToken(Arrange.Nordia, "hub.log.read");
        foreach (var name in Parameters.Secret)
            (await server.Call(token, HttpMethod.Get, $"/tenants/nordia/log?{name}=x")).Status.ShouldBe(400, name);
    }

    [Fact]
    public async Task A_client_assertion_beside_a_secret_is_not_ignored()
    {
        var server = (await browserSessions.On(Database.Sqlite)).Server;
        var answer = await new Integrator(server).Ask(("grant_type", "refresh_token"), ("refresh_token", "x"), ("client_assertion", "x"));
        (answer.Status, answer.Json.GetProperty("error").GetString()).ShouldBe((401, "invalid_client"));
    }

    private static Integrator Of(TestServer server, string dialect) =>
        new(server) { Dialect = DialectCatalogue.List.Single(known => known.Name == dialect) };

    private static async Task<Answer> Ask(
        BrowserSession session,
        Dialect dialect,
        string grant,
        IEnumerable<(string Name, string Value)> sent
    )
    {
        var server = session.Server;
        if (dialect.Fields.Count > 0)
            return await Login(server, sent.ToDictionary(member => member.Name, member => (object?)member.Value));
        var integrator = Of(server, dialect.Name);
        List<(string, string)> form = [("grant_type", grant), .. sent];
        switch (grant)
        {
            case GrantTypes.ClientCredentials:
                await server.AddIntegrator("restricted", client => client.Scopes = ["all"], ClientKind.Machine);
                return await server.Post(BrowserSession.Dc3 + dialect.Paths[EndpointKind.Token], [.. form], "restricted");
            case GrantTypes.AuthorizationCode:
                form.AddRange([("code", await integrator.Code(session)), ("redirect_uri", BrowserSession.Callback)]);
                break;
            default:
                var tokens = await integrator.Tokens(session);
                form.Add(("refresh_token", tokens.Json.GetProperty("refresh_token").GetString()!));
                break;
        }
        return await server.Post(BrowserSession.Dc3 + dialect.Paths[EndpointKind.Token], [.. form], integrator.Id);
    }

    private static async Task<Answer> Login(TestServer server, Dictionary<string, object?> members)
    {
        await AddAppKey(server);
        var body = new Dictionary<string, object?> { ["app_id"] = AppId, ["app_key"] = Key };
        foreach (var (name, value) in members)
            body[name] = value;
        using var response = await server.Http.PostAsJsonAsync(
            new Uri(BrowserSession.Dc3 + "/v1/login"),
            body,
            JsonSerializerOptions.Default
        );
        return await Answer.From(response);
    }

    private static async Task AddAppKey(TestServer server)
    {
        var tenant = await server.AddTenant("restricted-keys", row => row.Dialects = ["AppKey"]);
        await server.AddIntegrator(
            AppId,
            client =>
            {
                client.Scopes = ["all"];
                client.RedirectUris = [];
                var keys = server.Services("dc3").GetRequiredService<AppKeys>();
                client.Secrets.Clear();
                client.Secrets.Add(keys.Seal(new(Key), AppId, tenant.Id, TenantEnvironment.LIVE, server.Clock.GetUtcNow()));
            },
            ClientKind.AppKey,
            tenantId: tenant.Id
        );
    }
}

using System.Net.Http.Headers;
using System.Text;
using Tokenhouse.Core;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Clients;

/// <summary>Client authentication as ordinary libraries and proxies send it: understood where nothing is given away by that.</summary>
[Trait("Category", "Security")]
public sealed class ArrivingAuthenticationTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    private const string Token = BrowserSession.Dc3 + "/connect/token";
    private const string Machine = "globex-live";
    private const string Secret = "globex-live-demo-secret";
    private const string NoSecret = """{"error":"invalid_client","error_description":"The parameter 'client_secret' is missing."}""";
    private const string Form = "application/x-www-form-urlencoded";

    [Fact]
    public async Task Basic_with_an_empty_password_is_a_public_client()
    {
        var session = await browserSessions.On();
        var native = new Integrator(session.Server, Integrator.Native);
        var code = await native.Code(session);
        var answer = await Send(
            session.Server,
            Token,
            Basic($"{Integrator.Native}:"),
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", native.RedirectUri),
            ("code_verifier", Pkce.Verifier)
        );
        answer.Status.ShouldBe(200, answer.Body);
        var refresh = answer.Json.GetProperty("refresh_token").GetString()!;
        answer = await Send(
            session.Server,
            Token,
            Basic($"{Integrator.Native}:"),
            ("client_id", Integrator.Native),
            ("grant_type", "refresh_token"),
            ("refresh_token", refresh)
        );
        answer.Status.ShouldBe(200, answer.Body);
    }

    [Theory]
    [InlineData(Machine)]
    [InlineData(Integrator.Web)]
    [InlineData("unknown-client")]
    [InlineData("")]
    public async Task Basic_with_an_empty_password_is_nothing_else(string id)
    {
        var server = (await browserSessions.On()).Server;
        var answer = await Send(server, Token, Basic(id + ":"), ("grant_type", "client_credentials"));
        (answer.Status, answer.Body).ShouldBe((401, NoSecret));
    }

    [Fact]
    public async Task Basic_with_an_empty_password_authenticates_at_no_endpoint_that_wants_a_secret()
    {
        var server = (await browserSessions.On()).Server;
        var answer = await Send(server, BrowserSession.Dc3 + "/connect/introspect", Basic($"{Integrator.Native}:"), ("token", "x"));
        (answer.Status, answer.Json.GetProperty("error").GetString()).ShouldBe((401, "invalid_client"));
        // A dialect without public clients doesn't take them this way either.
        answer = await Send(server, BrowserSession.Dc3 + "/oauth2/token", Basic($"{Integrator.Native}:"), ("grant_type", "refresh_token"));
        (answer.Status, answer.Json.GetProperty("error").GetString()).ShouldBe((401, "invalid_client"));
        // Two ways in one request stay two.
        answer = await Send(server, Token, Basic($"{Machine}:"), ("client_id", Machine), ("client_secret", Secret));
        answer.Status.ShouldBe(400);
        answer.Json.GetProperty("error_description").GetString()!.ShouldStartWith("Use either the Authorization header or the body");
    }

    [Theory]
    [InlineData("Bearer eyJhbGciOiJub25lIn0.e30.", "Bearer")]
    [InlineData("negotiate YIIGhgYGKwYBBQUCoIIG", "Negotiate")]
    [InlineData("NTLM", "NTLM")]
    [InlineData("DPoP abc", "DPoP")]
    public async Task Another_scheme_beside_credentials_in_the_body_is_ignored_and_named(string header, string scheme)
    {
        var server = (await browserSessions.On()).Server;
        foreach (var (path, field) in Endpoints)
        {
            var answer = await Send(server, BrowserSession.Dc3 + path, header, [("client_id", Machine), ("client_secret", Secret), field]);
            answer.Status.ShouldBe(200, path + answer.Body);
            var row = (await server.Refusals(answer, "dc3")).First(note => note.Kind == nameof(RefusalKind.HeaderIgnored));
            (row.ClientId, row.Code, row.IsProved, row.Reason).ShouldBe(
                (
                    Machine,
                    "",
                    true,
                    $"the Authorization header with the scheme {scheme} was ignored: the client identified itself in the body"
                )
            );
        }
    }

    [Fact]
    public async Task Another_scheme_beside_the_id_of_a_public_client_is_ignored_and_named()
    {
        var session = await browserSessions.On();
        var token = (await new Integrator(session.Server, Integrator.Native).Tokens(session))
            .Json.GetProperty("refresh_token")
            .GetString()!;
        var answer = await Send(
            session.Server,
            Token,
            "Bearer x",
            ("grant_type", "refresh_token"),
            ("client_id", Integrator.Native),
            ("refresh_token", token)
        );
        answer.Status.ShouldBe(200, answer.Body);
        var row = (await session.Server.Refusals(answer, "dc3")).Single();
        (row.Kind, row.Code, row.IsProved).ShouldBe((nameof(RefusalKind.HeaderIgnored), "", false));
        row.Reason.ShouldContain("with the scheme Bearer was ignored");
        answer = await Send(
            session.Server,
            BrowserSession.Dc3 + "/connect/revoke",
            "Bearer x",
            ("client_id", Integrator.Native),
            ("token", "x")
        );
        answer.Status.ShouldBe(200, answer.Body);
    }

    [Fact]
    public async Task A_scheme_that_may_be_a_secret_is_not_repeated()
    {
        var server = (await browserSessions.On()).Server;
        var answer = await Send(
            server,
            Token,
            "ths_live_0123456789 x",
            ("grant_type", "client_credentials"),
            ("client_id", Machine),
            ("client_secret", Secret)
        );
        answer.Status.ShouldBe(200, answer.Body);
        (await server.Refusals(answer, "dc3"))
            .Single()
            .Reason.ShouldBe("an Authorization header with an unknown scheme was ignored: the client identified itself in the body");
    }

    [Theory]
    [InlineData("Bearer abc", null, null, 401)]
    [InlineData("Bearer abc", Machine, null, 401)]
    [InlineData("Bearer abc", Machine, "wrong", 401)]
    [InlineData("Bearer abc", "unknown-client", null, 401)]
    [InlineData("Basic %%%", Machine, Secret, 400)]
    [InlineData("=", Machine, Secret, 400)]
    public async Task Another_scheme_authenticates_nobody(string header, string? id, string? secret, int status)
    {
        var server = (await browserSessions.On()).Server;
        var answer = await Send(
            server,
            Token,
            header,
            [
                ("grant_type", "client_credentials"),
                .. id is null ? [] : new[] { ("client_id", id) },
                .. secret is null ? [] : new[] { ("client_secret", secret) },
            ]
        );
        answer.Status.ShouldBe(status, answer.Body);
    }

    [Fact]
    public async Task A_note_is_in_the_log_of_the_tenant_and_is_no_refusal()
    {
        var server = (await browserSessions.On()).Server;
        var office = await TenantBuilder.Open(server);
        var client = await server.Credential(office.Tenant, secret: "a-secret-for-notes");
        var answer = await Send(
            server,
            Token,
            "Bearer x",
            ("grant_type", "client_credentials"),
            ("client_id", client.Id),
            ("client_secret", "a-secret-for-notes")
        );
        answer.Status.ShouldBe(200, answer.Body);
        await server.Refusals(answer, "dc3");
        var program = await server.HubToken(office.Tenant.Id, "hub.log.read");
        var log = $"/tenants/{office.Tenant.Slug}/log";
        var noted = (await server.Call(program, HttpMethod.Get, log + "?outcome=noted")).Json.GetProperty("items")[0];
        noted.GetProperty("outcome").GetString().ShouldBe("noted");
        noted.GetProperty("kind").GetString().ShouldBe("HeaderIgnored");
        noted.TryGetProperty("error", out _).ShouldBeFalse();
        (await server.Call(program, HttpMethod.Get, log)).Json.GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_proxy_that_adds_a_header_to_every_call_causes_one_entry_an_hour()
    {
        var server = (await browserSessions.On()).Server;
        var tenant = await server.AddTenant("noted-often");
        await server.AddIntegrator(
            "noted-often",
            row => (row.Scopes, row.RedirectUris) = (["all"], []),
            ClientKind.Machine,
            tenantId: tenant.Id
        );
        Answer first = null!;
        for (var i = 0; i < 3; i++)
        {
            var answer = await Send(
                server,
                Token,
                "Negotiate abc",
                ("grant_type", "client_credentials"),
                ("client_id", "noted-often"),
                ("client_secret", "noted-often-demo-secret")
            );
            answer.Status.ShouldBe(200, answer.Body);
            first ??= answer;
            await server.Refusals(first, "dc3");
            server.Clock.Advance(TimeSpan.FromSeconds(2));
        }
        await Eventually.True(
            server.Clock,
            TimeSpan.FromSeconds(1),
            async () => (await server.Refusals(first, "dc3")).ShouldHaveSingleItem().Count == 3
        );
    }

    [Theory]
    [InlineData("ISO-8859-1")]
    [InlineData("us-ascii")]
    [InlineData("\"iso-8859-1\"")]
    public async Task A_charset_that_agrees_with_UTF8_in_ASCII_is_fine_while_the_body_is_ASCII(string charset)
    {
        var server = (await browserSessions.On()).Server;
        var form = $"grant_type=client_credentials&client_id={Machine}&client_secret={Secret}";
        (await SendBody(server, Token, $"{Form}; charset={charset}", Encoding.Latin1.GetBytes(form))).Status.ShouldBe(200);
        var refused = await SendBody(server, Token, $"{Form}; charset={charset}", Encoding.Latin1.GetBytes(form + "&state=\u00e9"));
        (refused.Status, refused.Json.GetProperty("error_description").GetString()).ShouldBe(
            (400, "The content type must be application/x-www-form-urlencoded, in UTF-8.")
        );
        refused = await SendBody(server, Token, $"{Form}; charset={charset}", Encoding.Latin1.GetBytes(form + "&state=%E9"));
        (refused.Status, refused.Json.GetProperty("error").GetString()).ShouldBe((400, "invalid_request"));
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("windows-1252")]
    [InlineData("utf-7")]
    public async Task Another_charset_is_refused(string charset)
    {
        var server = (await browserSessions.On()).Server;
        var form = $"grant_type=client_credentials&client_id={Machine}&client_secret={Secret}";
        (await SendBody(server, Token, $"{Form}; charset={charset}", Encoding.ASCII.GetBytes(form))).Status.ShouldBe(400);
    }

    [Theory]
    [InlineData("""{"app_id":"98434376","app_key":"demo-live-app-key-0123456789abcd"}""", null)]
    [InlineData("""{"app_id":98434376,"app_key":"demo-live-app-key-0123456789abcd"}""", "app_id must be a string")]
    [InlineData("""{"app_id":"98434376","app_key":true}""", "app_key must be a string")]
    [InlineData("""{"app_id":["98434376"],"app_key":{"a":"b"}}""", "app_id must be a string, app_key must be a string")]
    [InlineData("""{"app_id":null,"app_key":""}""", "app_id is missing, app_key must be 32 characters")]
    public async Task JSON_may_have_a_byte_order_mark_and_its_faults_are_named(string json, string? faults)
    {
        await using var server = await TestServer.Start(new TestServerOptions(Databases.Default) { Run = ["dc4"] });
        foreach (var body in (byte[][])[Encoding.UTF8.GetBytes(json), [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(json)]])
        {
            var answer = await SendBody(server, "http://login.dc4.localhost:5080/v1/login", "application/json", body);
            answer.Status.ShouldBe(faults is null ? 200 : 400, answer.Body);
            if (faults is not null)
                string.Join(
                        ", ",
                        answer
                            .Json.GetProperty("invalid_parameters")
                            .EnumerateArray()
                            .Select(fault => $"{fault.GetProperty("parameter")} {fault.GetProperty("reason")}")
                    )
                    .ShouldBe(faults);
        }
    }

    private static readonly (string Path, (string Name, string Value) Field)[] Endpoints =
    [
        ("/connect/token", ("grant_type", "client_credentials")),
        ("/connect/introspect", ("token", "x")),
        ("/connect/revoke", ("token", "x")),
    ];

    private static string Basic(string pair) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(pair));

    private static async Task<Answer> Send(TestServer server, string address, string header, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        request.Headers.TryAddWithoutValidation("Authorization", header).ShouldBeTrue();
        using var response = await server.Http.SendAsync(request);
        return await Answer.From(response);
    }

    private static async Task<Answer> SendBody(TestServer server, string address, string type, byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using var response = await server.Http.SendAsync(request);
        return await Answer.From(response);
    }
}

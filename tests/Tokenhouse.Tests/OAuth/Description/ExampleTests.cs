using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.Description;

/// <summary>The description's examples are sent to the server, and its answers are as described.</summary>
[Collection<ProtocolServers>]
public sealed class ExampleTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    private const string Machine = "dc2-h7k2m9p4";
    private const string Web = "dc2-w3x8r5t6";
    private const string AppKey = "10428365";
    private const string WithoutScopes = "10428366";
    private const string Callback = "https://app.example.com/callback";

    public static TheoryData<string, string, string> Exchanges() =>
        [
            .. from one in Described.Operations
            from exchange in one.Operation.GetProperty("x-examples").EnumerateObject()
            select (one.Path, one.Method, exchange.Name),
        ];

    [Theory, MemberData(nameof(Exchanges))]
    public async Task An_example_gets_the_answer_that_is_described(string path, string method, string name)
    {
        var session = await browserSessions.On();
        await Prepare(session.Server);
        var operation = Described.Document.GetProperty("paths").GetProperty(path).GetProperty(method);
        var exchange = operation.GetProperty("x-examples").GetProperty(name);
        using var request = await Request(session, operation, path, method, name);
        using var received = await session.Server.Http.SendAsync(request);
        var answer = await Answer.From(received);

        answer.Status.ShouldBe(exchange.GetProperty("status").GetInt32(), answer.Body);
        var response = Described.Response(operation, answer.Status);
        if (Described.Content(response) is not { } content)
            answer.Body.ShouldBeEmpty();
        else
            Compare(answer, content, name);
        if (response.TryGetProperty("headers", out var headers))
            Form(answer["Location"]!).ShouldBe(Form(Described.Example(headers.GetProperty("Location"), name)!.Value.GetString()!));
    }

    private static void Compare(Answer answer, (string Type, JsonElement It) content, string name)
    {
        answer["Content-Type"]!.ShouldStartWith(content.Type);
        if (content.Type != "application/json")
            return;
        Described.Faults(answer.Json, content.It.GetProperty("schema")).ShouldBeEmpty(answer.Body);
        if (answer.Status >= 400)
            JsonElement.DeepEquals(answer.Json, Described.Example(content.It, name)!.Value).ShouldBeTrue(answer.Body);
    }

    /// <summary>The path of an address, and the names of its query.</summary>
    private static string Form(string address) =>
        $"{new Uri(address).AbsolutePath} {string.Join(' ', BrowserSession.Query(new(address)).Keys.Order(StringComparer.Ordinal))}";

    private static async Task<HttpRequestMessage> Request(
        BrowserSession session,
        JsonElement operation,
        string path,
        string method,
        string name
    )
    {
        var request = new HttpRequestMessage(new(method.ToUpperInvariant()), BrowserSession.Dc3 + path + Query(operation, name));
        var body = operation.TryGetProperty("requestBody", out var described) ? Described.Content(described) : null;
        var example = body is { } content ? Described.Example(content.It, name) : null;
        if (example is { } value && body?.Type == "application/json")
            request.Content = new StringContent(value.GetRawText(), Encoding.UTF8, "application/json");
        else if (example is { } form)
            request.Content = new FormUrlEncodedContent(await Filled(session, path, form));
        if (Header(operation, "If-None-Match", name) is { } known)
            request.Headers.TryAddWithoutValidation("If-None-Match", known);
        if (
            example?.TryGetProperty("client_id", out _) != true
            && operation.GetProperty("security") is { } security
            && security.GetArrayLength() > 0
        )
            request.Headers.Authorization = await Credentials(
                session,
                path,
                security[0].EnumerateObject().First().Name,
                operation.GetProperty("x-examples").GetProperty(name)
            );
        return request;
    }

    private static async Task<AuthenticationHeaderValue?> Credentials(
        BrowserSession session,
        string path,
        string scheme,
        JsonElement exchange
    )
    {
        var credentials = exchange.TryGetProperty("credentials", out var which) ? which.GetString() : "right";
        if (credentials == "none")
            return null;
        var isWrong = credentials == "wrong";
        return scheme switch
        {
            "Bearer" => new("Bearer", isWrong ? "wrong" : await Token(session, path, "access_token")),
            "ApiBasic" => Basic("hr-api", isWrong ? "wrong" : "hr-api-demo-secret"),
            "ClientBasic" => Basic(Web, isWrong ? "wrong" : $"secret-of-{Web}"),
            _ => throw new InvalidOperationException($"No credentials are known for {scheme}."),
        };
    }

    private static AuthenticationHeaderValue Basic(string id, string secret) =>
        new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{id}:{secret}")));

    /// <summary>The form, with a code and tokens that work.</summary>
    private static async Task<Dictionary<string, string>> Filled(BrowserSession session, string path, JsonElement form)
    {
        var fields = form.EnumerateObject().ToDictionary(field => field.Name, field => field.Value.GetString()!);
        foreach (var (name, value) in fields)
            fields[name] = value switch
            {
                "SplxlOBeZQQYbYS6WxSbIA" => await Integrator(session, path).Code(session, [("scope", "all openid"), .. Pkce.Asked]),
                "tGzv3JOkF0XG5Qx2TlKWIA" => await Token(session, path, "refresh_token"),
                "2YotnFZFEjr1zCsicMWpAA" => await Token(session, path, "access_token"),
                _ => value,
            };
        return fields;
    }

    private static async Task<string> Token(BrowserSession session, string path, string member) =>
        (await Integrator(session, path).Tokens(session, ("scope", "all openid"))).Json.GetProperty(member).GetString()!;

    private static Integrator Integrator(BrowserSession session, string path) =>
        new(session.Server, Web) { Dialect = DialectCatalogue.Owning(path), RedirectUri = Callback };

    private static string Query(JsonElement operation, string name)
    {
        if (!operation.TryGetProperty("parameters", out var parameters))
            return "";
        var pairs =
            from parameter in parameters.EnumerateArray()
            where parameter.GetProperty("in").GetString() == "query"
            let value = Described.Example(parameter, name)
            where value is not null
            from one in value.Value.ValueKind is JsonValueKind.Array ? value.Value.EnumerateArray() : Enumerable.Repeat(value.Value, 1)
            select $"{parameter.GetProperty("name").GetString()}={Uri.EscapeDataString(one.ToString())}";
        return "?" + string.Join('&', pairs);
    }

    private static string? Header(JsonElement operation, string header, string name) =>
        operation.TryGetProperty("parameters", out var parameters)
            ? parameters
                .EnumerateArray()
                .Where(parameter => parameter.GetProperty("name").GetString() == header)
                .Select(parameter => Described.Example(parameter, name)?.GetString())
                .SingleOrDefault()
            : null;

    /// <summary>The clients of the examples.</summary>
    private static async Task Prepare(TestServer server)
    {
        var tenant = await server.AddTenant(
            "described",
            tenant =>
            {
                tenant.Dialects.Add("AppKey");
                tenant.Contracts.ForEach(contract => contract.Scopes = ["all", "openid", "Public.Job.Read", "payments.read"]);
            }
        );
        await server.AddMember(tenant);
        await server.AddIntegrator(
            Machine,
            client => Give(client, $"secret-of-{Machine}", "Public.Job.Read"),
            ClientKind.Machine,
            tenantId: tenant.Id
        );
        await server.AddIntegrator(
            AppKey,
            client => Give(client, "replace-me-with-your-app-key-32c", "payments.read"),
            ClientKind.AppKey,
            tenantId: tenant.Id
        );
        await server.AddIntegrator(
            WithoutScopes,
            client => Give(client, "replace-me-with-an-app-key-of-32", "payments.write"), // not in the contract
            ClientKind.AppKey,
            tenantId: tenant.Id
        );
        await server.AddIntegrator(
            Web,
            client =>
            {
                Give(client, $"secret-of-{Web}", "all", "openid");
                (client.RedirectUris, client.PostLogoutRedirectUris) = ([Callback], ["https://app.example.com/signed-out"]);
            },
            tenantId: tenant.Id
        );
    }

    private static void Give(Client client, string secret, params List<string> scopes)
    {
        (client.Scopes, client.RedirectUris) = (scopes, []);
        client.Secrets.Add(Arrange.Secret(client.Id, client.TenantId, client.Environment, secret, client.CreatedAt));
    }
}

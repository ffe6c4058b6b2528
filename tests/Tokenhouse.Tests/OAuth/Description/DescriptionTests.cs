using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Tokenhouse.Core;
using Tokenhouse.Server.OAuth.Description;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.Description;

/// <summary>The description says everything that there is, and nothing else.</summary>
[Collection<ProtocolServers>]
public sealed class DescriptionTests(TestServers servers)
{
    private const string OfTenant = "http://globex.login.localhost:5080";

    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task It_is_the_verified_document()
    {
        var answer = await Get(BrowserSession.Dc3);
        answer.Status.ShouldBe(200);
        (answer["Content-Type"], answer["Cache-Control"]).ShouldBe(("application/json", "public, max-age=300"));
        var verified = Path.Combine(SourceTree.Root, "tests", "Tokenhouse.Tests", "OAuth", "Description", "oauth.json");
        var text = JsonSerializer.Serialize(answer.Json, Indented) + "\n";
        if (Environment.GetEnvironmentVariable("TOKENHOUSE_WRITE_FIXTURES") == "1")
            await File.WriteAllTextAsync(verified, text);
        text.ShouldBe(await File.ReadAllTextAsync(verified));
    }

    [Fact]
    public async Task It_describes_every_route_of_the_protocol_and_no_other()
    {
        var server = await servers.On();
        var routes =
            from route in RouteTable.OfSites(server, "dc3")
            let path = route.RoutePattern.RawText!
            where IsOfProtocol(path)
            from method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
            where method != "OPTIONS" // answered for browsers, before they send one of the others
            select $"{method} {path}";
        Described.Operations.Select(one => $"{one.Method.ToUpperInvariant()} {one.Path}").ShouldBe(routes, ignoreOrder: true);
    }

    [Fact]
    public void Every_parameter_is_described()
    {
        var described = Described
            .Operations.SelectMany(one => Parameters(one.Operation).Concat(Members(one.Operation)))
            .Select(parameter => parameter.Name)
            .Concat(Regex.Matches(Introduction, "`([a-z_]+)`", RegexOptions.None, Wait).Select(match => match.Groups[1].Value))
            .ToHashSet();
        Tokenhouse.Core.Parameters.Names.Except(described).ShouldBeEmpty();
        DialectCatalogue.List.SelectMany(dialect => dialect.Fields).Select(field => field.Name).Except(described).ShouldBeEmpty();
    }

    [Fact]
    public void Every_error_code_is_described()
    {
        var core = Path.Combine(SourceTree.Root, "src", "Tokenhouse.Core");
        var codes = Matches(File.ReadAllText(Path.Combine(core, "OAuthError.cs")), """new(?: OAuthError)?\(\s*"([a-z_]+)",""")
            .Concat(
                Directory
                    .EnumerateFiles(core, "*.cs")
                    .SelectMany(file => Matches(File.ReadAllText(file), """RestrictionNotSupported\(\s*"([a-z_]+)","""))
            )
            .Distinct()
            .ToList();
        codes.Count.ShouldBeGreaterThan(15);
        var schema = Described.Document.GetProperty("components").GetProperty("schemas").GetProperty("ErrorCode");
        schema.GetProperty("enum").EnumerateArray().Select(code => code.GetString()!).ShouldBe(codes, ignoreOrder: true);
        codes.Except(Matches(schema.GetProperty("description").GetString()!, "`([a-z_]+)`")).ShouldBeEmpty("each is explained");

        static IEnumerable<string> Matches(string text, string pattern) =>
            Regex.Matches(text, pattern, RegexOptions.None, Wait).Select(match => match.Groups[1].Value);
    }

    [Fact]
    public void Every_operation_has_a_name_a_tag_a_summary_a_description_and_examples_of_success_and_error()
    {
        var tags = Described
            .Document.GetProperty("tags")
            .EnumerateArray()
            .ToDictionary(Name, tag => tag.GetProperty("description").GetString()!);
        Described.Operations.Select(one => one.Operation.GetProperty("operationId").GetString()).ShouldBeUnique();
        tags.Keys.ShouldBe(
            Described.Operations.Select(one => one.Operation.GetProperty("tags")[0].GetString()!).Distinct(),
            ignoreOrder: true
        );
        foreach (var (path, method, operation) in Described.Operations)
        {
            var what = $"{method} {path}";
            operation.GetProperty("tags").GetArrayLength().ShouldBe(1, what);
            operation.GetProperty("summary").GetString().ShouldNotBeNullOrWhiteSpace(what);
            operation.GetProperty("description").GetString()!.ShouldEndWith(".", Case.Sensitive, what);
            operation.TryGetProperty("security", out _).ShouldBeTrue(what);
            var statuses = operation.GetProperty("x-examples").EnumerateObject().Select(Status).ToList();
            statuses.ShouldContain(status => status < 400, what);
            var fails = Described.Resolved(operation.GetProperty("responses").GetProperty("default"));
            (statuses.Exists(status => status >= 400) || Described.Content(fails)!.Value.It.TryGetProperty("examples", out _)).ShouldBeTrue(
                what
            );
        }
    }

    [Fact]
    public void Every_named_example_belongs_to_an_exchange_and_every_exchange_has_its_example()
    {
        foreach (var (path, method, operation) in Described.Operations)
        foreach (var exchange in operation.GetProperty("x-examples").EnumerateObject())
        {
            var what = $"{exchange.Name} of {method} {path}";
            exchange.Value.GetProperty("summary").GetString().ShouldNotBeNullOrWhiteSpace(what);
            if (operation.TryGetProperty("requestBody", out var body))
                Described.Example(Described.Content(body)!.Value.It, exchange.Name).ShouldNotBeNull(what);
            var response = Described.Response(operation, Status(exchange));
            if (Described.Content(response) is not { } content)
                continue;
            var example = Described.Example(content.It, exchange.Name).ShouldNotBeNull(what);
            Described.Faults(example, content.It.GetProperty("schema")).ShouldBeEmpty(what);
        }
        var stray =
            from one in Described.Operations
            let exchanges = one.Operation.GetProperty("x-examples").EnumerateObject().Select(exchange => exchange.Name).ToList()
            where one.Operation.TryGetProperty("requestBody", out _)
            from example in Described.Content(one.Operation.GetProperty("requestBody"))!.Value.It.GetProperty("examples").EnumerateObject()
            where !exchanges.Contains(example.Name)
            select $"{example.Name} of {one.Path}";
        stray.ShouldBeEmpty();
        Described
            .Example(
                Described
                    .Content(Described.Document.GetProperty("components").GetProperty("responses").GetProperty("Unavailable"))!
                    .Value.It,
                "unavailable"
            )!
            .Value.GetProperty("error_description")
            .GetString()
            .ShouldBe(OAuthError.TemporarilyUnavailable().Description);
    }

    [Fact]
    public void Every_parameter_and_member_has_a_type_and_a_sentence()
    {
        var wrong =
            from one in Described.Operations
            from parameter in Parameters(one.Operation)
            where !IsDescribed(parameter.It) || !IsTyped(parameter.It.GetProperty("schema"))
            select $"{one.Path} {parameter.Name}";
        wrong.ShouldBeEmpty();
        var schemas = Described.Document.GetProperty("components").GetProperty("schemas");
        schemas.EnumerateObject().Where(schema => !IsDescribed(schema.Value)).Select(schema => schema.Name).ShouldBeEmpty();
        var members =
            from schema in schemas.EnumerateObject()
            where schema.Value.TryGetProperty("properties", out _)
            from member in schema.Value.GetProperty("properties").EnumerateObject()
            where !IsDescribed(Described.Resolved(member.Value)) || !IsTyped(Described.Resolved(member.Value))
            select $"{schema.Name}.{member.Name}";
        members.ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_the_dialects_of_the_host_appear()
    {
        await using var server = await TestServer.Start(
            new TestServerOptions(Databases.Default)
            {
                Run = ["dc3"],
                Settings = ["--Tokenhouse:Datacentres:dc3:Sites:LIVE:Dialects:0", "OAuthV2"],
            }
        );
        var document = (await server.Get(BrowserSession.Dc3 + DescriptionEndpoint.Path)).Json;
        Paths(document)
            .ShouldBe([
                "/.well-known/jwks.json",
                "/oauth/v2/oauth-authorize",
                "/oauth/v2/oauth-token",
                "/oauth/v2/oauth-userinfo",
                "/oauth/v2/oauth-revoke",
            ]);
        document.GetProperty("tags").EnumerateArray().Select(Name).ShouldBe(["Discovery", "OAuthV2"]);
        var schemas = document.GetProperty("components").GetProperty("schemas").EnumerateObject().Select(schema => schema.Name).ToList();
        schemas.ShouldContain("AuthorizeRequest");
        schemas.ShouldNotContain("AppKeyLogin");
        schemas.ShouldNotContain("TokenRequest");
    }

    [Fact]
    public async Task A_tenants_host_has_no_endpoints_for_people_and_APIs()
    {
        var document = (await Get(OfTenant)).Json;
        Paths(document)
            .ShouldBe([
                "/.well-known/jwks.json",
                "/.well-known/oauth-authorization-server",
                "/.well-known/openid-configuration",
                "/connect/token",
                "/connect/introspect",
                "/connect/revoke",
            ]);
    }

    [Theory]
    [InlineData(BrowserSession.Dc3, "login.dc3.localhost:5080", "loginuat.dc3.localhost:5080")]
    [InlineData(OfTenant, "globex.login.localhost:5080", "globex.loginuat.localhost:5080")]
    public async Task Its_server_is_the_host_and_can_be_the_other_environment(string host, string live, string uat)
    {
        var server = (await Get(host)).Json.GetProperty("servers")[0];
        server.GetProperty("url").GetString().ShouldBe("http://{host}");
        var variable = server.GetProperty("variables").GetProperty("host");
        variable.GetProperty("default").GetString().ShouldBe(live);
        variable.GetProperty("enum").EnumerateArray().Select(one => one.GetString()).ShouldBe([live, uat]);
    }

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static string Introduction => Described.Document.GetProperty("info").GetProperty("description").GetString()!;

    private async Task<Answer> Get(string host) => await (await servers.On()).Get(host + DescriptionEndpoint.Path);

    private static bool IsOfProtocol(string path) =>
        path.StartsWith("/.well-known/", StringComparison.Ordinal)
        || DialectCatalogue.List.Any(dialect => dialect.OperationAt(path) is not null);

    private static IEnumerable<string> Paths(JsonElement document) =>
        document.GetProperty("paths").EnumerateObject().Select(path => path.Name);

    private static int Status(JsonProperty exchange) => exchange.Value.GetProperty("status").GetInt32();

    private static string Name(JsonElement named) => named.GetProperty("name").GetString()!;

    private static IEnumerable<(string Name, JsonElement It)> Parameters(JsonElement operation) =>
        operation.TryGetProperty("parameters", out var parameters)
            ? parameters.EnumerateArray().Select(parameter => (Name(parameter), parameter))
            : [];

    private static IEnumerable<(string Name, JsonElement It)> Members(JsonElement operation) =>
        operation.TryGetProperty("requestBody", out var body)
            ? Described
                .Resolved(Described.Content(body)!.Value.It.GetProperty("schema"))
                .GetProperty("properties")
                .EnumerateObject()
                .Select(member => (member.Name, member.Value))
            : [];

    private static bool IsDescribed(JsonElement it) =>
        it.TryGetProperty("description", out var text) && text.GetString() is { Length: > 5 };

    private static bool IsTyped(JsonElement schema) =>
        schema.TryGetProperty("type", out var type)
        && (type.GetString() != "array" || IsTyped(Described.Resolved(schema.GetProperty("items"))));
}

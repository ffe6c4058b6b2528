using System.Text.Json;
using System.Text.Json.Nodes;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Api;

/// <summary>What a change leaves out is not guessed: generated from the description of the API, so that operations that are added are tested too.</summary>
[Trait("Category", "Security")]
[Collection<ApiServers>]
public sealed class CompleteBodyTests(TestServers servers)
{
    /// <summary>The members of creations that may be left out, and what is done then. A new one is a decision: what it leaves out must weaken nothing.</summary>
    private static readonly Dictionary<string, string[]> MayBeLeftOut = new()
    {
        ["AddNetwork"] = ["label"], // none
        ["AddTenantNetwork"] = ["label"],
        ["AddSecret"] = ["days", "overlap"], // the usual ones: 180 days, and 7 for older app keys
        ["FetchSecret"] = ["days"],
        ["ApproveRequest"] = ["add_scopes"], // nothing is added to the contract
        ["CreateTenant"] = ["id", "dialects", "contracts"], // the next number, the standard dialect, no contract
        [
            "MakeRequest"
        ] = // a draft, which is looked through before it is decided
        ["kind", "environment", "name", "purpose", "scopes", "redirect_uris", "requires_pkce", "networks", "owner", "contact"],
    };

    /// <summary>The members of changes that were added later, so that programs which don't know them go on working. They keep what is stored.</summary>
    private static readonly Dictionary<string, string[]> KeptIfLeftOut = new()
    {
        ["ChangeCredential"] = ["post_logout_redirect_uris", "sign_in_scopes", "has_claims_in_id_token"],
    };

    private static int last = 100;

    [Fact]
    public async Task Whoever_leaves_a_member_out_is_told_which_and_nothing_is_changed()
    {
        var server = await servers.On(Database.Sqlite);
        var samples = await ApiSamples.Arrange(server);
        var wrong = new List<string>();
        foreach (var (name, method, schema) in await Operations(server))
        {
            var before = await samples.Changes();
            foreach (var member in Required(schema))
            {
                var body = samples.Of(name).Body;
                body.Remove(member).ShouldBeTrue($"the sample of {name} has no {member}");
                var answer = await samples.Send(name, method, body);
                var told = answer.Status == 400 ? answer.Json.GetProperty("errors")[0] : default;
                if (
                    answer["Content-Type"] != "application/problem+json"
                    || told.GetProperty("pointer").GetString() != "#/" + member
                    || !told.GetProperty("detail").GetString()!.StartsWith($"\"{member}\" is missing. Send ", StringComparison.Ordinal)
                )
                    wrong.Add($"{name} without {member}: {answer}");
            }
            if (await samples.Changes() != before)
                wrong.Add($"{name} without a member changed something");
        }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_member_is_required_but_those_whose_absence_weakens_nothing()
    {
        var server = await servers.On(Database.Sqlite);
        foreach (var (name, method, schema) in await Operations(server))
        {
            var optional = schema.GetProperty("properties").EnumerateObject().Select(member => member.Name).Except(Required(schema));
            optional.ShouldBe((method == "PUT" ? KeptIfLeftOut : MayBeLeftOut).GetValueOrDefault(name, []), ignoreOrder: true, name);
        }
    }

    [Fact]
    public async Task What_a_change_may_leave_out_is_not_changed_and_cannot_be_null()
    {
        var server = await servers.On(Database.Sqlite);
        var samples = await ApiSamples.Arrange(server);
        foreach (var (name, method, schema) in (await Operations(server)).Where(its => its.Method == "PUT"))
        foreach (var member in KeptIfLeftOut.GetValueOrDefault(name, []))
        {
            var described = schema.GetProperty("properties").GetProperty(member).GetProperty("type");
            described.ValueKind.ShouldBe(JsonValueKind.String, $"{member} is described as {described}");
            (await samples.Send(name, method, samples.Of(name).Body)).Status.ShouldBe(200);
            var path = samples.Of(name).Path;
            var before = (await samples.Send(name, "GET", path, null)).Json.GetProperty(member).GetRawText();
            before.ShouldNotBeOneOf("false", "[]"); // what it would become if it counted as empty
            var body = samples.Of(name).Body;
            body.Remove(member);
            (await samples.Send(name, method, body)).Status.ShouldBe(200);
            (await samples.Send(name, "GET", path, null)).Json.GetProperty(member).GetRawText().ShouldBe(before, member);
            body[member] = null;
            var answer = await samples.Send(name, method, body);
            (answer.Status, answer.Json.GetProperty("detail").GetString()).ShouldBe(
                (400, $"\"{member}\" can't be null. Leave it out to keep it.")
            );
        }
    }

    [Fact]
    public async Task A_complete_body_is_taken()
    {
        var server = await servers.On(Database.Sqlite);
        var samples = await ApiSamples.Arrange(server);
        var wrong = new List<string>();
        // Of the three that decide about one request only the first can.
        foreach (var (name, method, _) in (await Operations(server)).Where(its => its.Name is not ("ReturnRequest" or "DeclineRequest")))
        {
            var answer = await samples.Send(name, method, samples.Of(name).Body);
            if (answer.Status is < 200 or > 299)
                wrong.Add($"{name}: {answer}");
        }
        wrong.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"label":"a","label":"b"}""", "#/label", "\"label\" appears twice. Send it once.")]
    [InlineData("""{"label":"a","Label":"b"}""", "#", "Write \"Label\" as \"label\".")]
    [InlineData("""{"LABEL":"a"}""", "#", "Write \"LABEL\" as \"label\".")]
    [InlineData("""{"label":"a","lable":"b"}""", "#", "The member \"lable\" doesn't exist. Check its spelling, or omit it.")]
    [InlineData("""{"label":null}""", "#/label", "\"label\" can't be null. Send its current value to keep it.")]
    [InlineData("""{"label":7}""", "#/label", "\"label\" must be a JSON string.")]
    [InlineData("[]", "#", "The body must be a JSON object.")]
    [InlineData("null", "#", "The body must be a JSON object.")]
    public async Task A_member_that_is_not_as_it_must_be_is_named(string body, string where, string sentence)
    {
        var server = await servers.On(Database.Sqlite);
        var program = await HubProgram.Of(server, HubProgram.Acme, "hub.allowlists.write");
        const string List = "/acme/credentials/live/acme-live/allowlist";
        var network = $"198.51.100.{Interlocked.Increment(ref last)}";
        var entry = (await program.Post(List, $$"""{"network":"{{network}}","label":"kept"}""")).Json.GetProperty("id");
        var answer = await program.Send(HttpMethod.Put, $"{List}/{entry}", body);
        (answer.Status, answer["Content-Type"]).ShouldBe((400, "application/problem+json"));
        answer
            .Json.GetProperty("errors")
            .EnumerateArray()
            .Select(error => (error.GetProperty("pointer").GetString(), error.GetProperty("detail").GetString()))
            .ShouldContain((where, sentence), answer.Body);
    }

    [Fact]
    public async Task Lists_objects_and_names_within_a_body_are_held_to_the_same()
    {
        var server = await servers.On(Database.Sqlite);
        var samples = await ApiSamples.Arrange(server);
        (string Operation, string Method, string Member, string Value, string Pointer)[] cases =
        [
            ("ChangeTenant", "PUT", "dialects", "null", "#/dialects"),
            ("ChangeTenant", "PUT", "dialects", "[null]", "#/dialects/0"),
            ("ChangeTenant", "PUT", "dialects", "\"Connect\"", "#/dialects"),
            ("ChangeTenant", "PUT", "requires_allowlist", "null", "#/requires_allowlist"),
            ("ChangeTenant", "PUT", "requires_allowlist", "\"yes\"", "#/requires_allowlist"),
            ("ChangeScopes", "PUT", "scopes", "[null]", "#/scopes/0"),
            ("ChangeScopes", "PUT", "scopes", "[[]]", "#/scopes/0"),
            ("ChangeRole", "PUT", "role", "3", "#/role"),
            ("ChangeRole", "PUT", "role", "\"Reader, Developer\"", "#/role"),
            ("ChangeSecretEnd", "PUT", "expires_at", "\"some day\"", "#/expires_at"),
            ("CreateTenant", "POST", "contracts", """[{"environment":"live","scopes":["all"],"from":null}]""", "#/contracts/0/last_day"),
            (
                "CreateTenant",
                "POST",
                "contracts",
                """[{"environment":"live","scopes":[null],"from":null,"last_day":null}]""",
                "#/contracts/0/scopes/0"
            ),
        ];
        var before = await samples.Changes();
        foreach (var (operation, method, member, value, pointer) in cases)
        {
            var body = samples.Of(operation).Body;
            body[member] = JsonNode.Parse(value);
            var answer = await samples.Send(operation, method, body);
            answer.Status.ShouldBe(400, $"{operation} {member} {value}: {answer}");
            answer.Json.GetProperty("errors")[0].GetProperty("pointer").GetString().ShouldBe(pointer, answer.Body);
        }
        (await samples.Changes()).ShouldBe(before);
    }

    [Fact]
    public async Task What_is_refused_for_its_content_is_told_in_the_same_way()
    {
        var server = await servers.On(Database.Sqlite);
        var samples = await ApiSamples.Arrange(server);
        var body = samples.Of("ChangeCredential").Body;
        body["redirect_uris"] = new JsonArray();
        var answer = await samples.Send("ChangeCredential", "PUT", body);
        answer.Status.ShouldBe(422);
        var error = answer.Json.GetProperty("errors")[0];
        error.GetProperty("pointer").GetString().ShouldBe("#/redirect_uris");
        error.GetProperty("detail").GetString().ShouldBe(answer.Json.GetProperty("fields").GetProperty("redirect_uris").GetString());
    }

    private static async Task<IReadOnlyList<(string Name, string Method, JsonElement Schema)>> Operations(TestServer server)
    {
        var document = await Description(server);
        return
        [
            .. from path in document.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            where operation.Value.TryGetProperty("requestBody", out _)
            select (
                operation.Value.GetProperty("operationId").GetString()!,
                operation.Name.ToUpperInvariant(),
                ApiDescription.Resolved(document, Body(operation.Value))
            ),
        ];
    }

    private static JsonElement Body(JsonElement operation) =>
        operation.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema");

    private static async Task<JsonElement> Description(TestServer server) =>
        (await server.Get(BrowserSession.Hub + "/openapi/v1.json")).Json;

    private static string[] Required(JsonElement schema) =>
        schema.TryGetProperty("required", out var names) ? [.. names.EnumerateArray().Select(name => name.GetString()!)] : [];
}

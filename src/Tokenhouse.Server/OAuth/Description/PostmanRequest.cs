using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tokenhouse.Server.OAuth.Description;

/// <summary>An example of an operation as a request of the Postman collection, with the tests of its answer.</summary>
internal sealed record PostmanRequest(JsonObject Document, string Path, string Method, JsonObject Operation, string Example)
{
    private string Tag => Operation["tags"]![0]!.GetValue<string>();

    private JsonNode Exchange => Operation["x-examples"]![Example]!;

    private int Status => Exchange["status"]!.GetValue<int>();

    public JsonObject Item() =>
        new()
        {
            ["name"] = $"{Operation["summary"]!.GetValue<string>()}: {Exchange["summary"]!.GetValue<string>()}",
            ["protocolProfileBehavior"] = new JsonObject { ["followRedirects"] = false },
            ["request"] = new JsonObject
            {
                ["method"] = Method.ToUpperInvariant(),
                ["url"] = PostmanEnvironment.Reference("base_url") + Path + Query(),
                ["description"] = Operation["description"]!.DeepClone(),
                ["auth"] = Auth(),
                ["header"] = new JsonArray([.. Parameters("header").Select(header => Pair(header.Name, header.Value))]),
                ["body"] = Body(),
            },
            ["event"] = new JsonArray(
                new JsonObject
                {
                    ["listen"] = "test",
                    ["script"] = new JsonObject
                    {
                        ["type"] = "text/javascript",
                        ["exec"] = new JsonArray([.. Tests().Select(line => (JsonNode)line)]),
                    },
                }
            ),
        };

    private IEnumerable<string> Tests()
    {
        yield return $"pm.test('The status is {Status}', () => pm.response.to.have.status({Status}));";
        var response = Resolved(Operation["responses"]![Status.ToString(CultureInfo.InvariantCulture)]!);
        if (response["headers"]?["Location"] is not null)
            yield return "pm.test('It sends the browser on', () => pm.response.to.have.header('Location'));";
        if (response["content"]?["application/json"] is not { } json)
            yield break;
        yield return "const answer = pm.response.json();";
        if (Status >= 400)
        {
            var member = json["examples"]![Example]!["value"]!["error"] is null ? "error_type" : "error";
            yield return $"pm.test('The error is the described one', () => pm.expect(answer.{member}).to.eql('{json["examples"]![Example]!["value"]![member]}'));";
            yield break;
        }
        foreach (var name in Required(json["schema"]!))
            yield return $"pm.test('It has {name}', () => pm.expect(answer).to.have.property('{name}'));";
        if (Method == "post" && json["examples"]![Example]!["value"]!["refresh_token"] is not null)
            foreach (var kept in (string[])["access_token", "refresh_token"])
                yield return $"pm.collectionVariables.set('{PostmanEnvironment.OfGrantOf(kept, Tag)}', answer.{kept});";
    }

    private IEnumerable<string> Required(JsonNode schema) =>
        Resolved(schema)["required"]?.AsArray().Select(name => name!.GetValue<string>()) ?? [];

    private JsonObject? Body()
    {
        if (Operation["requestBody"]?["content"]?.AsObject().Single() is not { } content)
            return null;
        var value = content.Value!["examples"]![Example]!["value"]!;
        if (content.Key != "application/json")
            return new()
            {
                ["mode"] = "urlencoded",
                ["urlencoded"] = new JsonArray([.. value.AsObject().Select(field => Pair(field.Key, Replaced(field.Value!)))]),
            };
        var filled = value.DeepClone().AsObject();
        foreach (var (name, member) in value.AsObject().Where(member => member.Value!.GetValueKind() is JsonValueKind.String))
            filled[name] = Replaced(member!);
        return new()
        {
            ["mode"] = "raw",
            ["raw"] = filled.ToJsonString(PostmanCollection.Readable),
            ["options"] = new JsonObject { ["raw"] = new JsonObject { ["language"] = "json" } },
        };
    }

    private JsonObject Auth()
    {
        var credentials = Exchange["credentials"]?.GetValue<string>();
        var isNamed =
            Operation["requestBody"]?["content"]?.AsObject().Single().Value!["examples"]![Example]!["value"]!["client_id"] is not null;
        if (credentials == "none" || isNamed || Operation["security"]!.AsArray() is not [{ } first, ..])
            return new() { ["type"] = "noauth" };
        var isWrong = credentials == "wrong";
        return first.AsObject().First().Key switch
        {
            "Bearer" => Auth("bearer", ("token", isWrong ? "wrong" : Reference(PostmanEnvironment.OfGrantOf("access_token", Tag)))),
            "ApiBasic" => Auth(
                "basic",
                ("username", Reference("api_client_id")),
                ("password", isWrong ? "wrong" : Reference("api_client_secret"))
            ),
            _ => Auth("basic", ("username", Reference("web_client_id")), ("password", isWrong ? "wrong" : Reference("web_client_secret"))),
        };
    }

    private static JsonObject Auth(string type, params (string Name, string Value)[] values) =>
        new()
        {
            ["type"] = type,
            [type] = new JsonArray([
                .. values.Select(value => new JsonObject
                {
                    ["key"] = value.Name,
                    ["value"] = value.Value,
                    ["type"] = "string",
                }),
            ]),
        };

    private string Query()
    {
        var pairs = Parameters("query").Select(parameter => $"{parameter.Name}={parameter.Value}").ToList();
        return pairs.Count > 0 ? "?" + string.Join('&', pairs) : "";
    }

    private IEnumerable<(string Name, string Value)> Parameters(string place) =>
        from parameter in Operation["parameters"]?.AsArray() ?? []
        where parameter!["in"]!.GetValue<string>() == place
        let value = parameter["examples"]?[Example]?["value"]
        where value is not null
        from one in value is JsonArray several ? several.Select(one => one!) : [value]
        let text = Replaced(one)
        select (
            parameter["name"]!.GetValue<string>(),
            place == "query" && !text.StartsWith("{{", StringComparison.Ordinal) ? Uri.EscapeDataString(text) : text
        );

    private string Replaced(JsonNode value) => PostmanEnvironment.Replace(value.ToString(), Tag);

    private static string Reference(string name) => PostmanEnvironment.Reference(name);

    private static JsonObject Pair(string name, string value) => new() { ["key"] = name, ["value"] = value };

    private JsonNode Resolved(JsonNode node)
    {
        if (node["$ref"] is not { } reference)
            return node;
        return reference.GetValue<string>().Split('/').Skip(1).Aggregate((JsonNode)Document, (target, name) => target[name]!);
    }
}

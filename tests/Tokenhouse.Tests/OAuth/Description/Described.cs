using System.Text.Json;
using Tokenhouse.Core;
using Tokenhouse.Server.OAuth.Description;
using Tokenhouse.Server.OAuth.Dialects;

namespace Tokenhouse.Tests.OAuth.Description;

/// <summary>The description of the protocol endpoints, with every dialect.</summary>
internal static class Described
{
    private static readonly Site Site = new Datacentre("dc3", new("http://localhost:5080")).Site(TenantEnvironment.LIVE);

    public static JsonElement Document { get; } =
        JsonDocument.Parse(ProtocolDescription.Of(Site, DialectCatalogue.List).ToJsonString()).RootElement;

    public static IEnumerable<(string Path, string Method, JsonElement Operation)> Operations =>
        from path in Document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select (path.Name, operation.Name, operation.Value);

    /// <summary>What a reference points to, or the element itself.</summary>
    public static JsonElement Resolved(JsonElement element)
    {
        if (!element.TryGetProperty("$ref", out var reference))
            return element;
        var target = Document;
        foreach (var name in reference.GetString()!.Split('/').Skip(1))
            target = target.GetProperty(name);
        return target;
    }

    /// <summary>The answer of an operation with a status.</summary>
    public static JsonElement Response(JsonElement operation, int status) =>
        Resolved(operation.GetProperty("responses").GetProperty($"{status}"));

    /// <summary>The body's media type with its schema and examples, if there is a body.</summary>
    public static (string Type, JsonElement It)? Content(JsonElement body) =>
        body.TryGetProperty("content", out var content) ? content.EnumerateObject().Select(one => (one.Name, one.Value)).Single() : null;

    /// <summary>A named example of a body, parameter or header, if there is one.</summary>
    public static JsonElement? Example(JsonElement described, string name) =>
        described.TryGetProperty("examples", out var examples) && examples.TryGetProperty(name, out var example)
            ? example.GetProperty("value")
            : null;

    /// <summary>Why a value isn't as the schema says.</summary>
    public static IReadOnlyList<string> Faults(JsonElement value, JsonElement schema, string at = "$")
    {
        schema = Resolved(schema);
        if (schema.TryGetProperty("anyOf", out var any))
        {
            var faults = any.EnumerateArray().Select(one => Faults(value, one, at)).ToList();
            return faults.Exists(one => one.Count == 0) ? [] : [.. faults.SelectMany(one => one)];
        }
        var type = schema.GetProperty("type").GetString()!;
        if (!Is(value, type))
            return [$"{at} is {value.GetRawText()}, not {type}"];
        if (schema.TryGetProperty("enum", out var allowed) && !allowed.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)))
            return [$"{at} is {value.GetRawText()}, which isn't in the list"];
        return type switch
        {
            "object" => FaultsOfObject(value, schema, at),
            "array" => [.. value.EnumerateArray().SelectMany((item, i) => Faults(item, schema.GetProperty("items"), $"{at}[{i}]"))],
            _ => [],
        };
    }

    private static List<string> FaultsOfObject(JsonElement value, JsonElement schema, string at)
    {
        var faults = new List<string>();
        if (schema.TryGetProperty("required", out var required))
            faults.AddRange(
                required
                    .EnumerateArray()
                    .Where(name => !value.TryGetProperty(name.GetString()!, out _))
                    .Select(name => $"{at}.{name} is missing")
            );
        foreach (var member in value.EnumerateObject())
            if (schema.TryGetProperty("properties", out var known) && known.TryGetProperty(member.Name, out var its))
                faults.AddRange(Faults(member.Value, its, $"{at}.{member.Name}"));
            else if (schema.TryGetProperty("additionalProperties", out var others))
                faults.AddRange(Faults(member.Value, others, $"{at}.{member.Name}"));
            else
                faults.Add($"{at}.{member.Name} isn't described");
        return faults;
    }

    private static bool Is(JsonElement value, string type) =>
        type switch
        {
            "object" => value.ValueKind is JsonValueKind.Object,
            "array" => value.ValueKind is JsonValueKind.Array,
            "string" => value.ValueKind is JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "integer" => value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out _),
            _ => false,
        };
}

using System.Globalization;
using System.Text.Json;

namespace Tokenhouse.Tests.Support;

/// <summary>Compares values with the schemas of an OpenAPI document.</summary>
public sealed class SchemaCheck(JsonElement document)
{
    /// <summary>What a reference points to, or the element itself.</summary>
    public JsonElement Resolved(JsonElement element)
    {
        if (!element.TryGetProperty("$ref", out var reference))
            return element;
        var target = document;
        foreach (var name in reference.GetString()!.Split('/').Skip(1))
            target = target.GetProperty(name);
        return target;
    }

    /// <summary>Why a value isn't as the schema says.</summary>
    public IReadOnlyList<string> Faults(JsonElement value, JsonElement schema, string at = "$")
    {
        schema = Resolved(schema);
        if (schema.TryGetProperty("anyOf", out var several) || schema.TryGetProperty("oneOf", out several))
        {
            var faults = several.EnumerateArray().Select(one => Faults(value, one, at)).ToList();
            return faults.Exists(one => one.Count == 0) ? [] : [.. faults.SelectMany(one => one)];
        }
        if (Types(schema) is not { Count: > 0 } types)
            return [];
        if (types.FirstOrDefault(one => Is(value, one)) is not { } type)
            return [$"{at} is {value.GetRawText()}, not {string.Join(" or ", types)}"];
        if (schema.TryGetProperty("enum", out var allowed) && !allowed.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)))
            return [$"{at} is {value.GetRawText()}, which isn't in the list"];
        return type switch
        {
            "object" => FaultsOfObject(value, schema, at),
            "array" => [.. value.EnumerateArray().SelectMany((item, i) => Faults(item, schema.GetProperty("items"), $"{at}[{i}]"))],
            "string" => FaultsOfText(value.GetString()!, schema, at),
            _ => [],
        };
    }

    private static List<string> Types(JsonElement schema) =>
        !schema.TryGetProperty("type", out var type) ? []
        : type.ValueKind is JsonValueKind.Array ? [.. type.EnumerateArray().Select(one => one.GetString()!)]
        : [type.GetString()!];

    private static IReadOnlyList<string> FaultsOfText(string text, JsonElement schema, string at) =>
        schema.TryGetProperty("format", out var format)
        && format.GetString() switch
        {
            "uuid" => !Guid.TryParse(text, out _),
            "date" => !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "date-time" => !text.EndsWith('Z') || !DateTimeOffset.TryParse(text, null, out _),
            _ => false,
        }
            ? [$"{at} is {text}, not a {format.GetString()}"]
            : [];

    private List<string> FaultsOfObject(JsonElement value, JsonElement schema, string at)
    {
        var faults = new List<string>();
        if (schema.TryGetProperty("required", out var required))
            faults.AddRange(
                required
                    .EnumerateArray()
                    .Where(name => !value.TryGetProperty(name.GetString()!, out _))
                    .Select(name => $"{at}.{name} is missing")
            );
        if (!schema.TryGetProperty("properties", out _) && !schema.TryGetProperty("additionalProperties", out _))
            return faults; // any object
        foreach (var member in value.EnumerateObject())
            if (schema.TryGetProperty("properties", out var known) && known.TryGetProperty(member.Name, out var its))
                faults.AddRange(Faults(member.Value, its, $"{at}.{member.Name}"));
            else if (schema.TryGetProperty("additionalProperties", out var others) && others.ValueKind is JsonValueKind.Object)
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
            "null" => value.ValueKind is JsonValueKind.Null,
            _ => false,
        };
}

using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tokenhouse.Tests.Support;

/// <summary>What the Hub's API says about itself, as requests that can be sent: paths that name something, and bodies that fit.</summary>
public static class ApiDescription
{
    private const string Nothing = "01900000-0000-7000-8000-000000000000";

    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    /// <summary>A path with something that exists in place of its parameters, as far as there is any.</summary>
    public static string Filled(string path, string tenant, string client) =>
        Regex.Replace(
            path,
            @"{(\w+)(:\w+)?}",
            match =>
                match.Groups[1].Value switch
                {
                    "tenant" => tenant,
                    "environment" => "live",
                    "client" => client,
                    "dialect" => "Connect",
                    _ => Nothing,
                },
            default,
            Wait
        );

    /// <summary>Every operation with the names of its query's parameters.</summary>
    public static async Task<IReadOnlyList<(string Method, string Path, IReadOnlyList<string> Query)>> Operations(TestServer server)
    {
        var document = (await server.Get(HubProgram.Dc2 + "/openapi/v1.json")).Json;
        return
        [
            .. from path in document.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            select (
                operation.Name.ToUpperInvariant(),
                Filled(path.Name, path.Name.Contains("queue", StringComparison.Ordinal) ? "vendor" : "acme", "acme-live"),
                Query(operation.Value)
            ),
        ];
    }

    private static IReadOnlyList<string> Query(JsonElement operation) =>
        operation.TryGetProperty("parameters", out var parameters)
            ?
            [
                .. parameters
                    .EnumerateArray()
                    .Where(parameter => parameter.GetProperty("in").GetString() == "query")
                    .Select(parameter => parameter.GetProperty("name").GetString()!),
            ]
            : [];

    /// <summary>Every operation that takes a body, with one whose texts are all <c>{text}</c>.</summary>
    public static IEnumerable<(string Method, string Path, string Body)> Bodies(Answer description)
    {
        var document = description.Json;
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        foreach (var operation in path.Value.EnumerateObject())
            if (operation.Value.TryGetProperty("requestBody", out var body))
            {
                var schema = body.GetProperty("content").GetProperty("application/json").GetProperty("schema");
                foreach (var only in Texts(document, schema).Append(""))
                    yield return (
                        operation.Name.ToUpperInvariant(),
                        Filled(path.Name, "acme", "acme-live"),
                        Written(document, schema, only)
                    );
            }
    }

    private static IEnumerable<string> Texts(JsonElement document, JsonElement schema) =>
        Resolved(document, schema).TryGetProperty("properties", out var fields)
            ? fields.EnumerateObject().Where(field => Is(Resolved(document, field.Value), "string")).Select(field => field.Name)
            : [];

    /// <summary>A value that fits: the one field, or all where none is named, holds the strange text.</summary>
    private static string Written(JsonElement document, JsonElement schema, string only)
    {
        var it = Resolved(document, schema);
        if (it.TryGetProperty("properties", out var fields))
            return "{"
                + string.Join(
                    ',',
                    fields
                        .EnumerateObject()
                        .Select(field => $"\"{field.Name}\":{Value(document, field.Value, only.Length == 0 || only == field.Name)}")
                )
                + "}";
        return Value(document, it, isStrange: true);
    }

    private static string Value(JsonElement document, JsonElement schema, bool isStrange)
    {
        var it = Resolved(document, schema);
        if (it.TryGetProperty("enum", out var choices))
            return choices.EnumerateArray().First(choice => choice.ValueKind is JsonValueKind.String).GetRawText();
        if (Is(it, "array"))
            return $"[{Value(document, it.GetProperty("items"), isStrange)}]";
        if (Is(it, "boolean"))
            return "false";
        if (Is(it, "integer"))
            return Is(it, "null") ? "null" : "1";
        if (it.TryGetProperty("format", out var format) && format.GetString() is "date-time" or "date")
            return format.GetString() == "date" ? "\"2099-01-01\"" : "\"2026-12-31T00:00:00Z\"";
        return Is(it, "string") ? (isStrange ? "\"{text}\"" : "\"live\"") : "null";
    }

    private static bool Is(JsonElement schema, string type) =>
        schema.TryGetProperty("type", out var its)
        && (its.ValueKind is JsonValueKind.Array ? its.EnumerateArray().Any(one => one.GetString() == type) : its.GetString() == type);

    /// <summary>A schema itself, where it is referred to, or may be null besides.</summary>
    public static JsonElement Resolved(JsonElement document, JsonElement schema)
    {
        if (schema.TryGetProperty("oneOf", out var several))
            schema = several.EnumerateArray().First(one => !Is(one, "null"));
        return schema.TryGetProperty("$ref", out var reference)
            ? document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1])
            : schema;
    }
}

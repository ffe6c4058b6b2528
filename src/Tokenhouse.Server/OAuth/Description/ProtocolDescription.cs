using System.Text.Json.Nodes;
using Tokenhouse.Core;
using Tokenhouse.Server.OAuth.Dialects;

namespace Tokenhouse.Server.OAuth.Description;

/// <summary>
/// Describes the protocol endpoints of a host as an OpenAPI 3.1 document. It is written by hand in the files beside this one: <c>Document.json</c> has
/// what all dialects share, and each dialect has a file with its paths and schemas. Here they become one document. Extensions in the files:
/// <c>x-like</c> (a path is described like another one, under another tag), <c>x-query</c> (the query has the members of a schema) and <c>x-examples</c>
/// (what each named example of an operation shows, the status of its answer, and whether it isn't for the Postman collection). Only the last one stays in the document.
/// </summary>
public static class ProtocolDescription
{
    private const string Schemas = "#/components/schemas/";

    /// <summary>The document, without <c>servers</c>.</summary>
    public static JsonObject Of(Site site, IReadOnlyList<Dialect> spoken)
    {
        var document = Read("Document");
        var parts = DialectCatalogue.List.Select(dialect => (dialect, Part: Read(dialect.Name))).ToList();
        var templates = parts.SelectMany(part => part.Part["paths"]!.AsObject()).ToDictionary(path => path.Key, path => path.Value!);
        var schemas = document["components"]!["schemas"]!.AsObject();
        var paths = document["paths"]!.AsObject();
        foreach (var (dialect, part) in parts)
        {
            foreach (var (name, schema) in part["components"]!["schemas"]!.AsObject())
                schemas.Add(name, schema!.DeepClone());
            foreach (var (path, item) in part["paths"]!.AsObject())
                if (spoken.Contains(dialect) && (dialect.OperationAt(path) is not { } operation || dialect.Has(operation, site)))
                    paths.Add(path, Like(item!, templates));
        }
        foreach (var operation in Operations(paths))
            ExpandQuery(operation, schemas);
        RemoveUnused(document, schemas, paths);
        return document;
    }

    /// <summary>The operations of all paths.</summary>
    public static IEnumerable<JsonObject> Operations(JsonObject paths) =>
        paths.SelectMany(path => path.Value!.AsObject()).Select(operation => operation.Value!.AsObject());

    private static JsonNode Like(JsonNode item, Dictionary<string, JsonNode> templates)
    {
        if (item["x-like"] is not { } like)
            return item.DeepClone();
        var (path, tag) = (like["path"]!.GetValue<string>(), like["tag"]!.GetValue<string>());
        var copy = templates[path].DeepClone();
        foreach (var (_, operation) in copy.AsObject())
        {
            operation!["operationId"] = operation["operationId"]!.GetValue<string>() + tag;
            operation["tags"] = new JsonArray(tag);
        }
        return copy;
    }

    /// <summary>Describes each member of the schema as a parameter of the query, with its value in each example.</summary>
    private static void ExpandQuery(JsonObject operation, JsonObject schemas)
    {
        if (operation["x-query"] is not { } query)
            return;
        var schema = schemas[query["schema"]!.GetValue<string>()]!;
        var required = schema["required"]?.AsArray().Select(name => name!.GetValue<string>()).ToList() ?? [];
        var parameters = new JsonArray();
        foreach (var (name, member) in schema["properties"]!.AsObject())
        {
            var type = member!.DeepClone().AsObject();
            type.Remove("description");
            var parameter = new JsonObject
            {
                ["name"] = name,
                ["in"] = "query",
                ["required"] = required.Contains(name),
                ["description"] = member["description"]!.DeepClone(),
                ["schema"] = type,
            };
            var values = query["examples"]!.AsObject().Where(example => example.Value![name] is not null).ToList();
            if (values.Count > 0)
                parameter["examples"] = new JsonObject(
                    values.Select(example => KeyValuePair.Create(example.Key, (JsonNode?)Example(example.Value![name]!)))
                );
            parameters.Add(parameter);
        }
        operation["parameters"] = parameters;
        operation.Remove("x-query");
    }

    private static JsonObject Example(JsonNode value) => new() { ["value"] = value.DeepClone() };

    /// <summary>Removes the tags and schemas of what isn't there.</summary>
    private static void RemoveUnused(JsonObject document, JsonObject schemas, JsonObject paths)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        var next = new Queue<JsonNode>([paths, document["components"]!["responses"]!]);
        while (next.TryDequeue(out var node))
            foreach (var name in References(node).Where(used.Add))
                next.Enqueue(schemas[name]!);
        foreach (var name in schemas.Select(schema => schema.Key).Except(used).ToList())
            schemas.Remove(name);
        var tags = Operations(paths).Select(operation => operation["tags"]![0]!.GetValue<string>()).ToHashSet(StringComparer.Ordinal);
        document["tags"] = new JsonArray([
            .. document["tags"]!.AsArray().Where(tag => tags.Contains(tag!["name"]!.GetValue<string>())).Select(tag => tag!.DeepClone()),
        ]);
    }

    private static IEnumerable<string> References(JsonNode? node) =>
        node switch
        {
            JsonObject it => it.SelectMany(member =>
                member.Key == "$ref"
                && member.Value!.GetValue<string>() is var target
                && target.StartsWith(Schemas, StringComparison.Ordinal)
                    ? [target[Schemas.Length..]]
                    : References(member.Value)
            ),
            JsonArray several => several.SelectMany(References),
            _ => [],
        };

    private static JsonObject Read(string name)
    {
        using var file =
            typeof(ProtocolDescription).Assembly.GetManifestResourceStream($"OAuth.Description.{name}.json")
            ?? throw new InvalidOperationException($"There is no description of {name}.");
        return JsonNode.Parse(file)!.AsObject();
    }
}

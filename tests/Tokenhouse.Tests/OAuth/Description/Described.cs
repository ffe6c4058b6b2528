using System.Text.Json;
using Tokenhouse.Core;
using Tokenhouse.Server.OAuth.Description;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Tests.Support;

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
    public static JsonElement Resolved(JsonElement element) => new SchemaCheck(Document).Resolved(element);

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
    public static IReadOnlyList<string> Faults(JsonElement value, JsonElement schema) => new SchemaCheck(Document).Faults(value, schema);
}

using System.Globalization;
using System.Text.Json;

namespace Tokenhouse.Server.Hub.Audit;

/// <summary>The recorded values before or after a change.</summary>
public static class AuditSnapshot
{
    /// <summary>Null if there are none. Text that isn't JSON, which someone put into the database, is returned as text, so that it is visible.</summary>
    public static JsonElement? Read(string? stored)
    {
        if (stored is null)
            return null;
        try
        {
            using var document = JsonDocument.Parse(stored);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(stored);
        }
    }

    /// <summary>One value; null if there is none with that name.</summary>
    public static string? Text(JsonElement? state, string name) =>
        state is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(name, out var value) ? Text(value) : null;

    /// <summary>All values with their names, in order.</summary>
    public static IEnumerable<(string Name, string Text)> Fields(JsonElement? state) =>
        state switch
        {
            null => [],
            { ValueKind: JsonValueKind.Object } known => known.EnumerateObject().Select(field => (field.Name, Text(field.Value))),
            { } other => [("", Text(other))],
        };

    private static string Text(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.True => "yes",
            JsonValueKind.False => "no",
            JsonValueKind.Null => "none",
            JsonValueKind.Array when value.GetArrayLength() == 0 => "none",
            JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Text)),
            JsonValueKind.Number when value.TryGetInt64(out var number) => number.ToString(CultureInfo.InvariantCulture),
            _ => value.GetRawText(),
        };
}

using System.Globalization;
using System.Text.Json;

namespace Tokenhouse.Server.Admin.Audit;

/// <summary>What was there before or after a change, as it was written down.</summary>
public static class AuditState
{
    /// <summary>Null: nothing was. What somebody has put there that is no JSON is handed out as text, so that it can be seen.</summary>
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

    /// <summary>One value of it; null: it has none of that name.</summary>
    public static string? Text(JsonElement? state, string name) =>
        state is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(name, out var value) ? Text(value) : null;

    /// <summary>All of it, by name and in order.</summary>
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

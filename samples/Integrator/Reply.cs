using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Integrator;

/// <summary>A response of the authorization server: a status and, nearly always, a JSON object.</summary>
public sealed class Reply(int status, JsonObject body)
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // the page HTML-encodes it
    };

    public int Status => status;

    public bool IsSuccess => status is >= 200 and < 300;

    /// <summary>A text member.</summary>
    public string? this[string name] => body[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    public string? Error => this["error"];

    /// <summary>The endpoint's sunset (RFC 8594), if there is one. Alert someone as soon as you first see it.</summary>
    public DateTimeOffset? Sunset { get; private init; }

    /// <summary>What went wrong, in a sentence for people.</summary>
    public string Explanation => this["error_description"] ?? Error ?? $"The server answered {status}.";

    public static async Task<Reply> Read(HttpResponseMessage response)
    {
        var body = Parse(await response.Content.ReadAsStringAsync());
        var ends = response.Headers.TryGetValues("Sunset", out var values) ? values.FirstOrDefault() : null;
        return new((int)response.StatusCode, body)
        {
            Sunset = DateTimeOffset.TryParseExact(ends, "R", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null,
        };
    }

    public string Required(string name) => this[name] ?? throw new UnusableException($"The answer has no {name}.");

    public int Seconds(string name) =>
        body[name] is JsonValue value && value.TryGetValue(out int seconds)
            ? seconds
            : throw new UnusableException($"The answer has no {name}.");

    /// <summary>For display. Tokens are shortened, because they must not appear on pages or in logs.</summary>
    public string Pretty()
    {
        var shown = (JsonObject)body.DeepClone();
        foreach (var name in (string[])["access_token", "refresh_token", "id_token"])
            if (this[name] is { } token)
                shown[name] = Shorten(token);
        return shown.ToJsonString(Readable);
    }

    public static string Shorten(string token) => token.Length <= 16 ? "…" : token[..12] + "…";

    private static JsonObject Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            return []; // a proxy's page, or the empty response of a revocation
        }
    }
}

using System.Text.Json;

namespace Tokenhouse.Client.Transport;

/// <summary>A successful answer (RFC 6749, 5.1), with a lifetime that can be relied on whatever the server said.</summary>
internal sealed record TokenResponse(string AccessToken, TimeSpan Lifetime, string Scope, string? RefreshToken)
{
    /// <summary>Used if the server doesn't say how long a token is valid.</summary>
    private static readonly TimeSpan UnknownLifetime = TimeSpan.FromSeconds(60);

    /// <summary>A token is used for at least as long, so that a lifetime of zero doesn't cause a request for each call.</summary>
    public static readonly TimeSpan ShortestLifetime = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(1);
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Null if the body isn't the answer to a token request.</summary>
    public static TokenResponse? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body, Strict);
            var root = json.RootElement;
            return
                root.ValueKind is JsonValueKind.Object
                && Text(root, "access_token") is { Length: > 0 } token
                && token.All(letter => letter is > ' ' and < (char)127)
                && string.Equals(Text(root, "token_type"), "Bearer", StringComparison.OrdinalIgnoreCase)
                ? new(token, LifetimeOf(root), Text(root, "scope") ?? "", Text(root, "refresh_token"))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static TimeSpan LifetimeOf(JsonElement root)
    {
        if (!root.TryGetProperty("expires_in", out var value) || value.ValueKind is not JsonValueKind.Number)
            return UnknownLifetime;
        var seconds = Math.Clamp(value.GetDouble(), ShortestLifetime.TotalSeconds, LongestLifetime.TotalSeconds);
        return TimeSpan.FromSeconds(seconds);
    }

    public override string ToString() => "***";
}

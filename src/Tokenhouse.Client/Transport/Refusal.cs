using System.Net;
using System.Text.Json;

namespace Tokenhouse.Client.Transport;

/// <summary>What an error answer says, in either shape: RFC 6749, 5.2, or the envelope of the app-key login.</summary>
internal static class Refusal
{
    private const int LongestText = 500;

    public static TokenRefusedException Of(TokenRequest request, HttpStatusCode status, string? correlationId, ReadOnlyMemory<byte> body)
    {
        var (error, description) = Read(body);
        error ??= FormattableString.Invariant($"http_{(int)status}");
        return new(
            request.ClientName,
            error,
            description ?? $"The authority answered with status {(int)status}. Check that Authority is right.",
            error is "invalid_client" or "unauthorized" ? DatacentreOfClient.Hint(request.Options) : null
        )
        {
            StatusCode = status,
            CorrelationId = correlationId,
        };
    }

    private static (string? Error, string? Description) Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            if (root.ValueKind is not JsonValueKind.Object)
                return default;
            var error = TokenResponse.Text(root, "error") ?? TokenResponse.Text(root, "error_type");
            var description = TokenResponse.Text(root, "error_description") ?? TokenResponse.Text(root, "title");
            return (Printable(error), Printable(string.Join(' ', new[] { description }.Concat(Faults(root)).OfType<string>())));
        }
        catch (JsonException)
        {
            return default; // a proxy's page
        }
    }

    /// <summary>The app-key login names each wrong member.</summary>
    private static IEnumerable<string> Faults(JsonElement root) =>
        root.TryGetProperty("invalid_parameters", out var faults) && faults.ValueKind is JsonValueKind.Array
            ? faults
                .EnumerateArray()
                .Where(fault => fault.ValueKind is JsonValueKind.Object)
                .Select(fault => $"{TokenResponse.Text(fault, "parameter")} {TokenResponse.Text(fault, "reason")}.")
            : [];

    /// <summary>Texts of servers end up in logs.</summary>
    private static string? Printable(string? text) =>
        string.IsNullOrWhiteSpace(text)
            ? null
            : string.Concat(text.Take(LongestText).Select(letter => char.IsControl(letter) ? ' ' : letter));
}

using System.Text.Json;

namespace Tokenhouse.Core;

/// <summary>
/// The <c>claims</c> parameter (OpenID Connect Core 1.0, 5.5). No claim is returned because it was requested, which the specification permits even for
/// essential ones. But an essential <c>acr</c> must be satisfied (5.5.1.1), and a specific <c>sub</c> must be the person (3.1.2.2).
/// </summary>
internal static class ClaimsParameter
{
    private const int MaxDepth = 8;

    private static readonly string[] Places = ["id_token", "userinfo"];

    private static readonly OAuthError Malformed = OAuthError.InvalidRequest(
        $"The parameter 'claims' must be a JSON object with the members id_token and userinfo (OpenID Connect Core 1.0, 5.5)."
    );

    /// <summary>Why the request can't be granted; null if it can.</summary>
    public static OAuthError? Fault(string claims)
    {
        try
        {
            using var document = JsonDocument.Parse(
                claims,
                new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = MaxDepth }
            );
            return document.RootElement.ValueKind is JsonValueKind.Object ? Fault(document.RootElement) : Malformed;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException) // the latter: text that isn't valid Unicode
        {
            return Malformed;
        }
    }

    private static OAuthError? Fault(JsonElement root)
    {
        foreach (var place in Places)
        {
            if (!root.TryGetProperty(place, out var asked) || asked.ValueKind is JsonValueKind.Null)
                continue;
            if (asked.ValueKind is not JsonValueKind.Object || asked.EnumerateObject().Any(claim => !IsRequest(claim.Value)))
                return Malformed;
            if (asked.TryGetProperty("sub", out var subject) && IsCertain(subject))
                return OAuthError
                    .InvalidRequest($"The parameter 'claims' asks for a specific sub, which isn't supported.")
                    .Because(RefusalKind.NotSupported, $"claims asks for a specific sub, which isn't supported");
            if (place == "id_token" && asked.TryGetProperty("acr", out var context) && IsEssential(context))
                return OAuthError.UnmetAuthenticationRequirements();
        }
        return null;
    }

    private static bool IsRequest(JsonElement claim) =>
        claim.ValueKind is JsonValueKind.Null
        || claim.ValueKind is JsonValueKind.Object
            && (!claim.TryGetProperty("essential", out var essential) || essential.ValueKind is JsonValueKind.True or JsonValueKind.False);

    private static bool IsEssential(JsonElement claim) =>
        claim.ValueKind is JsonValueKind.Object
        && claim.TryGetProperty("essential", out var essential)
        && essential.ValueKind is JsonValueKind.True;

    private static bool IsCertain(JsonElement claim) =>
        claim.ValueKind is JsonValueKind.Object && (claim.TryGetProperty("value", out _) || claim.TryGetProperty("values", out _));
}

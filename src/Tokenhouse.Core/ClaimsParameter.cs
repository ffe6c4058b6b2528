using System.Text.Json;

namespace Tokenhouse.Core;

/// <summary>
/// The <c>claims</c> parameter (OpenID Connect Core 1.0, 5.5). A requested claim stands for the scope that releases it, so that the person agrees to the
/// same sentence, voluntary or essential. Unknown claims are ignored. But an essential <c>acr</c> with certain values must be satisfied (5.5.1.1), and a
/// specific <c>sub</c> must be the person (3.1.2.2).
/// </summary>
/// <param name="IdToken">The known claims that are requested in the ID token.</param>
/// <param name="UserInfo">The known claims that are requested from the userinfo endpoint.</param>
public sealed record ClaimsParameter(IReadOnlyList<string> IdToken, IReadOnlyList<string> UserInfo)
{
    /// <summary>Requests nothing.</summary>
    public static readonly ClaimsParameter None = new([], []);

    private const int MaxDepth = 8;

    private const string InIdToken = "id_token";
    private const string InUserInfo = "userinfo";

    private static readonly OAuthError Malformed = OAuthError.InvalidRequest(
        $"The parameter 'claims' must be a JSON object with the members id_token and userinfo (OpenID Connect Core 1.0, 5.5)."
    );

    /// <summary>The scopes that release the requested claims.</summary>
    public IEnumerable<string> Scopes => IdToken.Concat(UserInfo).Select(StandardClaims.ScopeOf).OfType<string>().Distinct();

    public static Result<ClaimsParameter, OAuthError> Parse(string claims)
    {
        try
        {
            using var document = JsonDocument.Parse(
                claims,
                new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = MaxDepth }
            );
            return document.RootElement.ValueKind is JsonValueKind.Object ? Parse(document.RootElement) : Malformed;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException) // the latter: text that isn't valid Unicode
        {
            return Malformed;
        }
    }

    private static Result<ClaimsParameter, OAuthError> Parse(JsonElement root)
    {
        if (!Known(root, InIdToken).Ok(out var idToken, out var error))
            return error;
        return Known(root, InUserInfo).Ok(out var userInfo, out error) ? new ClaimsParameter(idToken, userInfo) : error;
    }

    /// <summary>The known claims that are requested in a place, or why the request can't be granted.</summary>
    private static Result<List<string>, OAuthError> Known(JsonElement root, string place)
    {
        if (!root.TryGetProperty(place, out var asked) || asked.ValueKind is JsonValueKind.Null)
            return new List<string>();
        if (asked.ValueKind is not JsonValueKind.Object || asked.EnumerateObject().Any(claim => !IsRequest(claim.Value)))
            return Malformed;
        if (asked.TryGetProperty("sub", out var subject) && IsCertain(subject))
            return OAuthError
                .InvalidRequest($"The parameter 'claims' asks for a specific sub, which isn't supported.")
                .Because(RefusalKind.NotSupported, $"claims asks for a specific sub, which isn't supported");
        if (place == InIdToken && asked.TryGetProperty("acr", out var context) && IsEssential(context) && IsCertain(context))
            return OAuthError.UnmetAuthenticationRequirements();
        return asked.EnumerateObject().Select(claim => claim.Name).Where(name => StandardClaims.ScopeOf(name) is not null).ToList();
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

using System.Collections.Frozen;

namespace Tokenhouse.Core;

/// <summary>
/// Parameters that request a weaker token or a stronger sign-in. If they were ignored, the client would get more than it requested.
/// So every endpoint that accepts a grant's parameters honours or refuses them in the same way. Other unknown parameters are ignored
/// (RFC 6749, 3.1). <c>acr_values</c> and voluntary claims restrict nothing.
/// </summary>
public static class RestrictingParameters
{
    /// <summary>The person that is meant (OpenID Connect Core 1.0, 3.1.2.1). Honoured where a person signs in.</summary>
    public const string IdTokenHint = "id_token_hint";

    private const string Claims = "claims";

    // The API that a token is for (RFC 8707; RFC 8693, 2.1). They can be repeated, but a token is for one.
    private static readonly string[] OfTarget = ["resource", "audience"];

    // OpenID Connect Core 1.0, 6 and 7.2.1; RFC 9396, 5; RFC 9449, 10; RFC 7800; none of these is supported.
    private static readonly FrozenDictionary<string, OAuthError> Unsupported = new Dictionary<string, OAuthError>
    {
        ["request"] = OAuthError.RestrictionNotSupported("request_not_supported", new("request")),
        ["request_uri"] = OAuthError.RestrictionNotSupported("request_uri_not_supported", new("request_uri")),
        ["registration"] = OAuthError.RestrictionNotSupported("registration_not_supported", new("registration")),
        ["authorization_details"] = OAuthError.RestrictionNotSupported("invalid_authorization_details", new("authorization_details")),
        ["dpop_jkt"] = OAuthError.RestrictionNotSupported("invalid_request", new("dpop_jkt")),
        ["cnf"] = OAuthError.RestrictionNotSupported("invalid_request", new("cnf")),
        ["req_cnf"] = OAuthError.RestrictionNotSupported("invalid_request", new("req_cnf")),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Their names.</summary>
    public static readonly FrozenSet<string> Names = FrozenSet.Create([Claims, IdTokenHint, .. OfTarget, .. Unsupported.Keys]);

    /// <summary>Why a requested restriction isn't supported; null if all are.</summary>
    public static OAuthError? Fault(Parameters parameters)
    {
        foreach (var (name, refusal) in Unsupported)
            if (parameters[name] is not null)
                return refusal;
        if (parameters.All(OfTarget) is { Count: > 1 } targets)
            return OAuthError.SeveralTargets(targets.Count);
        return RequestedClaims(parameters).Ok(out _, out var error) ? null : error;
    }

    /// <summary>The claims that are requested about the person.</summary>
    public static Result<ClaimsParameter, OAuthError> RequestedClaims(Parameters parameters) =>
        parameters[Claims] is { } claims ? ClaimsParameter.Parse(claims) : ClaimsParameter.None;

    /// <summary>The API that a token is requested for; null if the request names none.</summary>
    public static string? Target(Parameters parameters) => parameters.All(OfTarget) is [var first, ..] ? first : null;
}

using System.Collections.Frozen;

namespace Tokenhouse.Core;

/// <summary>
/// Parameters that ask for a token which does less, or for a person who is more certain. Ignored, they would be answered with more than was asked
/// for; so at every endpoint that takes the parameters of a grant they are met or refused, alike. Whatever else is unknown is ignored
/// (RFC 6749, 3.1). <c>acr_values</c> and voluntary claims restrict nothing.
/// </summary>
public static class Restrictions
{
    private const string Claims = "claims";

    // The APIs that a token is for (RFC 8707; RFC 8693, 2.1).
    private static readonly string[] OfTarget = ["resource", "audience"];

    // OpenID Connect Core 1.0, 6 and 7.2.1; RFC 9396, 5; RFC 9449, 10; RFC 7800; of these none is supported.
    private static readonly FrozenDictionary<string, OAuthError> Unsupported = new Dictionary<string, OAuthError>
    {
        ["request"] = OAuthError.RestrictionNotSupported("request_not_supported", new("request")),
        ["request_uri"] = OAuthError.RestrictionNotSupported("request_uri_not_supported", new("request_uri")),
        ["registration"] = OAuthError.RestrictionNotSupported("registration_not_supported", new("registration")),
        ["authorization_details"] = OAuthError.RestrictionNotSupported("invalid_authorization_details", new("authorization_details")),
        ["dpop_jkt"] = OAuthError.RestrictionNotSupported("invalid_request", new("dpop_jkt")),
        ["cnf"] = OAuthError.RestrictionNotSupported("invalid_request", new("cnf")),
        ["req_cnf"] = OAuthError.RestrictionNotSupported("invalid_request", new("req_cnf")),
        ["id_token_hint"] = OAuthError.RestrictionNotSupported("invalid_request", new("id_token_hint")),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What they are called.</summary>
    public static readonly FrozenSet<string> Names = FrozenSet.Create([Claims, .. OfTarget, .. Unsupported.Keys]);

    /// <summary>Why a request asks for more restriction than there is; null: it does not.</summary>
    public static OAuthError? Fault(Parameters parameters)
    {
        foreach (var (name, refusal) in Unsupported)
            if (parameters[name] is not null)
                return refusal;
        return parameters[Claims] is { } claims ? ClaimsParameter.Fault(claims) : null;
    }

    /// <summary>The APIs that a token is wanted for.</summary>
    public static IReadOnlyList<string> Targets(Parameters parameters) => [.. OfTarget.SelectMany(parameters.All)];

    /// <summary>Why a token for an API, if for any, is not what was wanted; null: it is.</summary>
    public static OAuthError? TargetFault(IReadOnlyList<string> targets, string? api) =>
        targets.All(target => target == api) ? null : OAuthError.InvalidTarget();
}

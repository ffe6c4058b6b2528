namespace Tokenhouse.Core;

/// <summary>A request to the token endpoint: exactly one case for each grant type.</summary>
public abstract record TokenRequest
{
    // They belong to the authorization request. If they were ignored here, the client wouldn't get what it requested.
    private static readonly string[] OfAuthorization =
    [
        "code_challenge",
        "code_challenge_method",
        "max_age",
        RestrictingParameters.IdTokenHint,
    ];

    private TokenRequest() { }

    /// <summary>The API that the token is requested for; if null, the one that the scopes belong to.</summary>
    public string? Target { get; private init; }

    /// <summary>RFC 6749, 4.4.2. Without a scope, everything the client may have.</summary>
    public sealed record ClientCredentials(ScopeSet? Scope) : TokenRequest;

    /// <summary>RFC 6749, 4.1.3, with the verifier of RFC 7636, 4.5.</summary>
    public sealed record AuthorizationCode(SecretText Code, string RedirectUri, string? Verifier) : TokenRequest
    {
        /// <summary>Without the verifier, which is a secret.</summary>
        public override string ToString() => $"a code for {RedirectUri}";
    }

    /// <summary>RFC 6749, 6. Without a scope, everything the person agreed to.</summary>
    public sealed record RefreshToken(SecretText Token, ScopeSet? Scope) : TokenRequest;

    public static Result<TokenRequest, OAuthError> Parse(Parameters parameters, IReadOnlyList<string> grants)
    {
        if (parameters["grant_type"] is not { } grant)
            return Missing("grant_type");
        if (!grants.Contains(grant))
            return OAuthError
                .UnsupportedGrantType($"Unsupported grant type. Supported: {Names(grants)}.")
                .Because(RefusalKind.GrantNotSupported, $"the grant type isn't supported (supported: {Names(grants)})");
        if (RestrictingParameters.Fault(parameters) is { } fault)
            return fault;
        if (Array.Find(OfAuthorization, name => parameters[name] is not null) is { } misplaced)
            return OAuthError.RestrictionNotSupported("invalid_request", new(misplaced));
        ScopeSet? scope = null;
        if (parameters["scope"] is { } text && !ScopeSet.Parse(text).Ok(out scope, out var error))
            return error;
        return Parse(grant, parameters, scope).Ok(out var request, out error)
            ? request with
            {
                Target = RestrictingParameters.Target(parameters),
            }
            : error;
    }

    private static Result<TokenRequest, OAuthError> Parse(string grant, Parameters parameters, ScopeSet? scope) =>
        grant switch
        {
            GrantTypes.ClientCredentials => new ClientCredentials(scope),
            GrantTypes.AuthorizationCode => ParseCode(parameters),
            GrantTypes.RefreshToken => ParseRefresh(parameters, scope),
            _ => throw new InvalidOperationException($"No request is parsed for {grant}."),
        };

    private static Result<TokenRequest, OAuthError> ParseCode(Parameters parameters)
    {
        if (parameters["code"] is not { } code)
            return Missing("code");
        if (parameters["redirect_uri"] is not { } redirectUri)
            return Missing("redirect_uri");
        return new AuthorizationCode(new(code), redirectUri, parameters["code_verifier"]);
    }

    private static Result<TokenRequest, OAuthError> ParseRefresh(Parameters parameters, ScopeSet? scope) =>
        parameters["refresh_token"] is { } token ? new RefreshToken(new(token), scope) : Missing("refresh_token");

    private static OAuthError Missing(string name) => OAuthError.InvalidRequest($"The parameter '{new TrustedText(name)}' is missing.");

    private static TrustedText Names(IReadOnlyList<string> grants) => new(string.Join(", ", grants));
}

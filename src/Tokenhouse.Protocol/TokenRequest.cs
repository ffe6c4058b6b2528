namespace Tokenhouse.Protocol;

/// <summary>What a client asks of the token endpoint: one case for each grant type, and no other.</summary>
public abstract record TokenRequest
{
    private TokenRequest() { }

    /// <summary>RFC 6749, 4.4.2. Without a scope, everything that the client may have.</summary>
    public sealed record ClientCredentials(ScopeSet? Scope) : TokenRequest;

    public static Result<TokenRequest> Parse(Parameters parameters)
    {
        switch (parameters["grant_type"])
        {
            case null:
                return OAuthError.InvalidRequest("The parameter 'grant_type' is missing.");
            case GrantTypes.ClientCredentials:
                ScopeSet? scope = null;
                if (parameters["scope"] is { } text && !ScopeSet.Parse(text).Ok(out scope, out var error))
                    return error;
                return new ClientCredentials(scope);
            default:
                return OAuthError.UnsupportedGrantType($"The grant type is not supported here. Use '{GrantTypes.ClientCredentials}'.");
        }
    }
}

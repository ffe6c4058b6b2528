namespace Tokenhouse.Core;

/// <summary>A successful response of the token endpoint (RFC 6749, 5.1), before a dialect writes it.</summary>
/// <param name="AccessToken">The token itself; prints as ***.</param>
/// <param name="Lifetime">How long it is valid from now on.</param>
/// <param name="Scope">What was granted.</param>
/// <param name="Caller">The client it was granted to.</param>
public sealed record TokenResponse(SecretText AccessToken, TimeSpan Lifetime, ScopeSet Scope, AttributedClient Caller)
{
    /// <summary>The refresh token, if the client acts for a person.</summary>
    public SecretText? RefreshToken { get; init; }

    /// <summary>How long the client can still act for the person; null if it acts for itself.</summary>
    public AuthorizationExpiry? Authorization { get; init; }

    /// <summary>The ID token (OpenID Connect Core 1.0, 3.1.3.3), if <c>openid</c> was granted.</summary>
    public SecretText? IdToken { get; init; }

    /// <summary>What the event log says beside the success; null if nothing.</summary>
    public RefusalReason? Note { get; init; }
}

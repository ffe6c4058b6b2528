namespace Tokenhouse.Core;

/// <summary>A successful answer of the token endpoint (RFC 6749, 5.1), before a dialect spells it.</summary>
/// <param name="AccessToken">The token itself; prints as ***.</param>
/// <param name="Lifetime">How long it is valid from now on.</param>
/// <param name="Scope">What was granted.</param>
/// <param name="Caller">To whom.</param>
public sealed record TokenResponse(SecretText AccessToken, TimeSpan Lifetime, ScopeSet Scope, Caller Caller)
{
    /// <summary>What gets the next access token, when the client acts for a person.</summary>
    public SecretText? RefreshToken { get; init; }

    /// <summary>Who the person is (OpenID Connect Core 1.0, 3.1.3.3), when <c>openid</c> was granted.</summary>
    public SecretText? IdToken { get; init; }
}

namespace Tokenhouse.Core;

/// <summary>How long a client can still act for a person (draft-ietf-oauth-refresh-token-expiration).</summary>
/// <param name="RefreshTokenTimeout">How long the refresh token is valid if it isn't used; never longer than the authorization.</param>
/// <param name="ExpiresIn">How long the person's authorization is valid, however often it is refreshed.</param>
public sealed record AuthorizationExpiry(TimeSpan RefreshTokenTimeout, TimeSpan ExpiresIn);

namespace Tokenhouse.Server.Tokens;

/// <summary>The claims of an access token that this site signed. Expiry and revocation are checked elsewhere.</summary>
internal sealed record VerifiedJwt(string Issuer, string ClientId, string Subject, string Audience, string Scope, string Id)
{
    /// <summary>The key that signed it.</summary>
    public required string KeyId { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}

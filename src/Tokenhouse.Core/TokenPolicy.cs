namespace Tokenhouse.Core;

/// <summary>The tokens that a dialect issues. A tenant or client can only lower the lifetimes.</summary>
public sealed record TokenPolicy
{
    /// <summary>The maximum lifetime of any dialect's access tokens. Retired signing keys stay published for this time.</summary>
    public static readonly TimeSpan LongestAccessTokenLifetime = TimeSpan.FromHours(1);

    /// <summary>The minimum lifetime of access tokens that the vendor can set.</summary>
    public static readonly TimeSpan ShortestAccessTokenLifetime = TimeSpan.FromMinutes(1);

    /// <summary>The lifetime of access tokens.</summary>
    public required TimeSpan AccessTokenLifetime { get; init; }

    /// <summary>Whether the vendor can set another lifetime of access tokens for an API.</summary>
    public bool HasLifetimeOfApi { get; init; }

    /// <summary>The format of access tokens; null for JWTs (RFC 9068).</summary>
    public TokenFormat? AccessTokens { get; init; }

    public TokenFormat Codes { get; init; } = new(RandomValueFormat.Base64Url);

    public TokenFormat RefreshTokens { get; init; } = new(RandomValueFormat.Base64Url);

    /// <summary>The lifetime of a refresh token from its issue.</summary>
    public TimeSpan IdleLifetime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The lifetime of a family of refresh tokens from the sign-in; never extended.</summary>
    public TimeSpan FamilyLifetime { get; init; } = TimeSpan.FromDays(365);

    /// <summary>The policy with lifetimes lowered to the given ones.</summary>
    public TokenPolicy NoLongerThan(TimeSpan? idle, TimeSpan? family) =>
        IsLowered(IdleLifetime, idle) || IsLowered(FamilyLifetime, family)
            ? this with
            {
                IdleLifetime = IsLowered(IdleLifetime, idle) ? idle!.Value : IdleLifetime,
                FamilyLifetime = IsLowered(FamilyLifetime, family) ? family!.Value : FamilyLifetime,
            }
            : this;

    /// <summary>The policy with the lifetime of access tokens that the vendor set for their API, if the dialect takes it.</summary>
    public TokenPolicy OfApi(TimeSpan? lifetime) =>
        HasLifetimeOfApi && lifetime is { } set ? this with { AccessTokenLifetime = set } : this;

    /// <summary>The policy with access tokens that don't outlive an authorization.</summary>
    public TokenPolicy Within(TimeSpan remaining) => remaining < AccessTokenLifetime ? this with { AccessTokenLifetime = remaining } : this;

    private static bool IsLowered(TimeSpan own, TimeSpan? limit) => limit < own;
}

namespace Tokenhouse.Core;

/// <summary>The tokens that a dialect issues. A tenant or client can only lower the lifetimes.</summary>
public sealed record TokenPolicy
{
    /// <summary>The maximum lifetime of any dialect's access tokens. Retired signing keys stay published for this time.</summary>
    public static readonly TimeSpan LongestAccessTokenLifetime = TimeSpan.FromHours(1);

    public required TimeSpan AccessTokenLifetime { get; init; }

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

    private static bool IsLowered(TimeSpan own, TimeSpan? limit) => limit < own;
}

namespace Tokenhouse.Core;

/// <summary>What tokens a dialect issues. A tenant or a client may only lower the lifetimes.</summary>
public sealed record TokenPolicy
{
    /// <summary>No access token of any dialect lives longer: retired signing keys stay published for this time.</summary>
    public static readonly TimeSpan LongestAccessTokenLifetime = TimeSpan.FromHours(1);

    /// <summary>No repeated refresh gets its successor again after this time.</summary>
    public static readonly TimeSpan LongestGrace = TimeSpan.FromMinutes(5);

    public required TimeSpan AccessTokenLifetime { get; init; }

    /// <summary>How access tokens are spelled; none: they are JWTs (RFC 9068).</summary>
    public Spelling? AccessTokens { get; init; }

    public Spelling Codes { get; init; } = new(Shape.Base64Url);

    public Spelling RefreshTokens { get; init; } = new(Shape.Base64Url);

    /// <summary>How long a refresh token lives from its own issue.</summary>
    public TimeSpan IdleLifetime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long a family of refresh tokens lives from the sign-in; never extended.</summary>
    public TimeSpan FamilyLifetime { get; init; } = TimeSpan.FromDays(365);

    /// <summary>The policy with lifetimes that are no longer than the given ones.</summary>
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

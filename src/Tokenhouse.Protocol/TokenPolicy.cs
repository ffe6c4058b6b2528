namespace Tokenhouse.Protocol;

/// <summary>What tokens a dialect issues.</summary>
public sealed record TokenPolicy
{
    /// <summary>No access token of any dialect lives longer: retired signing keys stay published for this time.</summary>
    public static readonly TimeSpan LongestAccessTokenLifetime = TimeSpan.FromHours(1);

    public required TimeSpan AccessTokenLifetime { get; init; }
}

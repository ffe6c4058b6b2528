using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Secrets;

/// <summary>Which secrets work at a moment, and how many may at once.</summary>
internal static class SecretLife
{
    /// <summary>The most secrets of one credential that work at the same time.</summary>
    public const int Most = 3;

    public static bool IsLive(this Secret secret, DateTimeOffset now) => secret.State(now) is SecretState.Live;

    public static SecretState State(this Secret secret, DateTimeOffset now) =>
        secret.DisabledAt is not null ? SecretState.Ended
        : secret.ExpiresAt is { } end && end <= now ? SecretState.Expired
        : SecretState.Live;
}

using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>Which secrets are active at a given time.</summary>
internal static class SecretValidity
{
    public static bool IsLive(this Secret secret, DateTimeOffset now) => secret.State(now) is SecretState.Live;

    public static SecretState State(this Secret secret, DateTimeOffset now) =>
        secret.DisabledAt is not null ? SecretState.Ended
        : secret.ExpiresAt is { } end && end <= now ? SecretState.Expired
        : SecretState.Live;
}

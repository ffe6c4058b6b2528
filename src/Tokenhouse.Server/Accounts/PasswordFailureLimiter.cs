using Microsoft.Extensions.Caching.Memory;

namespace Tokenhouse.Server.Accounts;

/// <summary>
/// Limits the wrong passwords of each network: ten at once, then one every two seconds, however fast they come. It is a token bucket with places that
/// can be given back, since only a comparison shows whether a password is right.
/// </summary>
public sealed class PasswordFailureLimiter(TimeProvider clock) : IDisposable
{
    public const int AtOnce = 10;

    /// <summary>How long one place takes to come back.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>How many networks are remembered.</summary>
    public const int MostRemembered = 10_000;

    private readonly Lock changing = new();
    private readonly MemoryCache fullAt = new(new MemoryCacheOptions { SizeLimit = MostRemembered }); // when all places of a network are back

    /// <summary>Whether a place would be taken now.</summary>
    public bool HasRoom(string network)
    {
        lock (changing)
            return FullAt(network) <= clock.GetUtcNow() + (AtOnce - 1) * Interval;
    }

    /// <summary>Takes a place, before it is known whether the password is right; false when none is left.</summary>
    public bool TryTake(string network)
    {
        lock (changing)
        {
            if (!HasRoom(network))
                return false;
            Move(network, Interval);
            return true;
        }
    }

    /// <summary>Gives a place back that no wrong password used up.</summary>
    public void GiveBack(string network)
    {
        lock (changing)
            Move(network, -Interval);
    }

    public void Dispose() => fullAt.Dispose();

    private DateTimeOffset FullAt(string network) =>
        clock.GetUtcNow() is var now && fullAt.TryGetValue(network, out DateTimeOffset at) && at > now ? at : now;

    // A time in the past counts as now: more than all places never come back.
    private void Move(string network, TimeSpan by) => fullAt.Set(network, FullAt(network) + by, new MemoryCacheEntryOptions { Size = 1 });
}

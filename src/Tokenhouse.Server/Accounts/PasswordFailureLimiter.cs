using Microsoft.Extensions.Caching.Memory;

namespace Tokenhouse.Server.Accounts;

/// <summary>
/// Limits the wrong passwords of each network: six at once, then one every four seconds, however fast they come. It is a token bucket whose slots
/// can be returned, because only a comparison shows whether a password is correct.
/// </summary>
public sealed class PasswordFailureLimiter(TimeProvider clock) : IDisposable
{
    public const int AtOnce = 6;

    /// <summary>How long until a slot is available again.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(4);

    /// <summary>How many networks are remembered.</summary>
    public const int MostRemembered = 10_000;

    private readonly Lock changing = new();
    private readonly MemoryCache fullAt = new(new MemoryCacheOptions { SizeLimit = MostRemembered }); // when all slots of a network are available again

    /// <summary>Whether a slot is available now.</summary>
    public bool HasRoom(string network)
    {
        lock (changing)
            return FullAt(network) <= clock.GetUtcNow() + (AtOnce - 1) * Interval;
    }

    /// <summary>Takes a slot before the password is checked; false if none is left.</summary>
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

    /// <summary>Returns a slot that no wrong password used up.</summary>
    public void GiveBack(string network)
    {
        lock (changing)
            Move(network, -Interval);
    }

    public void Dispose() => fullAt.Dispose();

    private DateTimeOffset FullAt(string network) =>
        clock.GetUtcNow() is var now && fullAt.TryGetValue(network, out DateTimeOffset at) && at > now ? at : now;

    // A time in the past counts as now, so that there are never more slots than the maximum.
    private void Move(string network, TimeSpan by) => fullAt.Set(network, FullAt(network) + by, new MemoryCacheEntryOptions { Size = 1 });
}

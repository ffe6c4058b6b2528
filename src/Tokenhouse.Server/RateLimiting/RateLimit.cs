namespace Tokenhouse.Server.RateLimiting;

/// <summary>A bound on the number of attempts.</summary>
/// <param name="Key">The key of the count.</param>
/// <param name="Most">The maximum number at once.</param>
/// <param name="Window">How long after the first attempt the count is reset.</param>
internal sealed record RateLimit(string Key, int Most, TimeSpan Window)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(1);

    /// <summary>Whether further attempts are allowed one by one, each after twice the previous wait.</summary>
    public bool Doubles { get; init; }

    /// <summary>The number of attempts allowed by now.</summary>
    /// <param name="now">The time.</param>
    /// <param name="ends">When the window ends.</param>
    public int MostAt(DateTimeOffset now, DateTimeOffset ends) =>
        Doubles ? Most + (int)Math.Floor(Math.Log2(Math.Max(0, (now - (ends - Window)) / FirstWait) + 1)) : Most; // servers' clocks differ

    /// <summary>When the next attempt is allowed.</summary>
    /// <param name="count">How many there were.</param>
    /// <param name="ends">When the window ends.</param>
    public DateTimeOffset OpensAt(int count, DateTimeOffset ends)
    {
        if (!Doubles)
            return ends;
        var opens = ends - Window + FirstWait * (Math.Pow(2, count - Most + 1) - 1);
        return opens < ends ? opens : ends;
    }
}

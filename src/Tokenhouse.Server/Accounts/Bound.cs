namespace Tokenhouse.Server.Accounts;

/// <summary>How many attempts there may be.</summary>
/// <param name="Key">What they are counted for.</param>
/// <param name="Most">How many may come at once.</param>
/// <param name="Window">How long after the first one counting starts again.</param>
internal sealed record Bound(string Key, int Most, TimeSpan Window)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(1);

    /// <summary>Whether more are admitted one by one, each after twice the time of the one before.</summary>
    public bool Doubles { get; init; }

    /// <summary>How many there may have been by now.</summary>
    /// <param name="now">The time.</param>
    /// <param name="ends">When the window ends.</param>
    public int MostAt(DateTimeOffset now, DateTimeOffset ends) =>
        Doubles ? Most + (int)Math.Floor(Math.Log2(Math.Max(0, (now - (ends - Window)) / FirstWait) + 1)) : Most; // clocks of servers differ

    /// <summary>When one more may follow.</summary>
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

namespace Tokenhouse.Core;

/// <summary>
/// The rule for a refresh token that is sent again after it was spent. An honest client lost the response, or refreshes from several processes at
/// once. Anything else means that two parties have the token (RFC 9700, 4.14.2).
/// </summary>
/// <param name="Window">How long a spent token gets the family's newest one. Zero for public clients, whose tokens anything on the device can read.</param>
/// <param name="Late">How long a spent token gets its direct successor, if nothing used that one.</param>
/// <param name="MostLate">How often it gets it after the window.</param>
public sealed record RefreshRepeatRule(TimeSpan Window, TimeSpan Late, int MostLate)
{
    /// <summary>The longest window that a client can be given.</summary>
    public static readonly TimeSpan LongestWindow = TimeSpan.FromMinutes(5);

    private static readonly RefreshRepeatRule Confidential = new(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(10), MostLate: 2);
    private static readonly RefreshRepeatRule Public = new(TimeSpan.Zero, TimeSpan.FromMinutes(2), MostLate: 1);
    private static readonly RefreshRepeatRule Never = new(TimeSpan.Zero, TimeSpan.Zero, MostLate: 0);

    /// <summary>How long the successor must be kept.</summary>
    public TimeSpan Longest => Window > Late ? Window : Late;

    /// <summary>The time that a client has without one of its own: see <see cref="Of"/>.</summary>
    public static TimeSpan UsualTime(ClientKind kind) => kind.IsPublic() ? Public.Late : Confidential.Window;

    /// <summary>The longest time of its own that a client can have.</summary>
    public static TimeSpan LongestTime(ClientKind kind) => kind.IsPublic() ? Public.Late : LongestWindow;

    /// <summary>The rule for a client.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="own">
    /// The time that its operator chose instead of the usual one: for a confidential client the window, for a public one <see cref="Late"/>, which
    /// can only become shorter. Zero means that a spent token is never accepted again.
    /// </param>
    public static RefreshRepeatRule Of(ClientKind kind, TimeSpan? own)
    {
        if (own <= TimeSpan.Zero)
            return Never;
        var time = Shorter(own ?? UsualTime(kind), LongestTime(kind));
        return kind.IsPublic() ? Public with { Late = time } : Confidential with { Window = time };
    }

    /// <summary>Decides what a spent token gets.</summary>
    /// <param name="spent">When it was spent, then when each successor was spent, up to the unspent one.</param>
    /// <param name="late">How often it got its successor after the window.</param>
    /// <param name="now">The time.</param>
    public RefreshRepeat Decide(IReadOnlyList<DateTimeOffset> spent, int late, DateTimeOffset now) =>
        Window > TimeSpan.Zero && spent.All(at => IsInWindow(at, now)) ? RefreshRepeat.Newest
        : spent.Count == 1 && now - spent[0] < Late && late < MostLate ? RefreshRepeat.LateSuccessor
        : RefreshRepeat.Reuse;

    /// <summary>Whether a token that was spent at a time can still lead to the family's newest one.</summary>
    public bool IsInWindow(DateTimeOffset spentAt, DateTimeOffset now) => now - spentAt < Window;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}

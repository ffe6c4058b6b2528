namespace Tokenhouse.Server.Admin.Dialects;

/// <summary>How a dialect is retired, as it is configured.</summary>
/// <param name="Dialect">Its name.</param>
/// <param name="DeprecatedAt">Since when nobody should begin to use it.</param>
/// <param name="SunsetAt">From when it does not answer any more.</param>
/// <param name="Rests">Times at which it rests, to remind those who still use it.</param>
public sealed record Retirement(string Dialect, DateTimeOffset? DeprecatedAt, DateTimeOffset? SunsetAt, IReadOnlyList<Rest> Rests)
{
    /// <summary>What comes next at a moment, and when; null: nothing does any more.</summary>
    public Milestone? Next(DateTimeOffset now) => Milestones().Where(step => step.At > now).MinBy(step => step.At);

    /// <summary><c>planned</c>, <c>deprecated</c>, <c>resting</c> or <c>ended</c>.</summary>
    public string Phase(DateTimeOffset now) =>
        SunsetAt <= now ? "ended"
        : Rests.Any(rest => rest.From <= now && now < rest.Until) ? "resting"
        : DeprecatedAt <= now ? "deprecated"
        : "planned";

    private IEnumerable<Milestone> Milestones()
    {
        if (DeprecatedAt is { } deprecatedAt)
            yield return new("deprecated", deprecatedAt);
        foreach (var rest in Rests)
            yield return new("rest", rest.From);
        if (SunsetAt is { } sunsetAt)
            yield return new("sunset", sunsetAt);
    }
}

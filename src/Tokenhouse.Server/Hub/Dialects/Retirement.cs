namespace Tokenhouse.Server.Hub.Dialects;

/// <summary>The configured retirement of a dialect.</summary>
/// <param name="Dialect">Its name.</param>
/// <param name="DeprecatedAt">When it was deprecated.</param>
/// <param name="SunsetAt">When it stops working.</param>
/// <param name="Rests">Its brown-outs.</param>
public sealed record Retirement(string Dialect, DateTimeOffset? DeprecatedAt, DateTimeOffset? SunsetAt, IReadOnlyList<BrownOutWindow> Rests)
{
    /// <summary>The next milestone after a given time; null if there is none.</summary>
    public Milestone? Next(DateTimeOffset now) => Milestones().Where(step => step.At > now).MinBy(step => step.At);

    /// <summary><c>planned</c>, <c>deprecated</c>, <c>resting</c> or <c>ended</c>.</summary>
    public string Phase(DateTimeOffset now) =>
        SunsetAt <= now ? "ended"
        : Rests.Any(brownOutWindow => brownOutWindow.From <= now && now < brownOutWindow.Until) ? "resting"
        : DeprecatedAt <= now ? "deprecated"
        : "planned";

    private IEnumerable<Milestone> Milestones()
    {
        if (DeprecatedAt is { } deprecatedAt)
            yield return new("deprecated", deprecatedAt);
        foreach (var brownOutWindow in Rests)
            yield return new("rest", brownOutWindow.From);
        if (SunsetAt is { } sunsetAt)
            yield return new("sunset", sunsetAt);
    }
}

using Tokenhouse.Server.Data;

namespace Tokenhouse.Server.Hosting.Options;

/// <summary>How long the event log is kept, and how many unproved refusals: <c>Tokenhouse:Activity</c>.</summary>
public sealed record ActivityOptions
{
    private const string Section = $"{InstallationOptions.Section}:Activity";

    private static readonly TimeSpan Shortest = TimeSpan.FromDays(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    private const int Fewest = 10;
    private const int Most = 10_000;

    /// <summary>In days, like all time spans: <c>90</c>, or <c>1.12:00:00</c> for a day and a half.</summary>
    public TimeSpan RefusalsKept { get; init; } = TimeSpan.FromDays(90);

    public TimeSpan UsagesKept { get; init; } = TimeSpan.FromDays(400);

    /// <summary>How many different refusals of requests that proved no secret are kept a day, per tenant, environment and kind.</summary>
    public int UnprovedRefusalsADay { get; init; } = 200;

    internal Retention Retention => new(RefusalsKept, UsagesKept, UnprovedRefusalsADay);

    internal IEnumerable<string> Faults()
    {
        if (RefusalsKept < Shortest || RefusalsKept > Longest)
            yield return Fault(nameof(RefusalsKept), RefusalsKept, 90);
        if (UsagesKept < Shortest || UsagesKept > Longest)
            yield return Fault(nameof(UsagesKept), UsagesKept, 400);
        if (UnprovedRefusalsADay is < Fewest or > Most)
            yield return $"{Section}:{nameof(UnprovedRefusalsADay)} is {UnprovedRefusalsADay}. Set a number from {Fewest} to {Most}, such as 200.";
    }

    private static string Fault(string name, TimeSpan written, int usual) =>
        $"{Section}:{name} is {written}. Set a number of days from {Shortest.Days} to {Longest.Days}, such as {usual}.";
}

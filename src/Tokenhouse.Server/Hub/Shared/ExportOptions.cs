namespace Tokenhouse.Server.Hub.Shared;

/// <summary>How many exports run at the same time on one server, and how long one can take: <c>Tokenhouse:Exports</c>.</summary>
public sealed record ExportOptions
{
    /// <summary>Per person or program.</summary>
    public int PerPerson { get; init; } = 2;

    /// <summary>Per tenant.</summary>
    public int PerTenant { get; init; } = 6;

    /// <summary>The maximum duration of an export.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(15);

    internal IEnumerable<string> Faults()
    {
        if (PerPerson < 1 || PerTenant < PerPerson)
            yield return $"Tokenhouse:Exports allows {PerPerson} exports per person and {PerTenant} per tenant. Set at least 1 per person, and at least as many per tenant.";
        if (Deadline < TimeSpan.FromMinutes(1) || Deadline > TimeSpan.FromHours(24))
            yield return $"Tokenhouse:Exports:Deadline is {Deadline}. Set a duration from 00:01:00 to 1.00:00:00.";
    }
}

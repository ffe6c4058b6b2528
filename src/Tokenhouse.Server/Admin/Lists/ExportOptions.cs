namespace Tokenhouse.Server.Admin.Lists;

/// <summary>How many exports run at a time on one server, and how long one may take: <c>Tokenhouse:Exports</c>.</summary>
public sealed record ExportOptions
{
    /// <summary>Of one person or program.</summary>
    public int PerPerson { get; init; } = 2;

    /// <summary>Of one tenant, whoever runs them.</summary>
    public int PerTenant { get; init; } = 6;

    /// <summary>How long an export takes at most, however fast its reader is.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(15);

    internal IEnumerable<string> Faults()
    {
        if (PerPerson < 1 || PerTenant < PerPerson)
            yield return $"Tokenhouse:Exports allows {PerPerson} exports per person and {PerTenant} per tenant. Write at least 1 per person, and at least as many per tenant.";
        if (Deadline < TimeSpan.FromMinutes(1) || Deadline > TimeSpan.FromHours(24))
            yield return $"Tokenhouse:Exports:Deadline is {Deadline}. Write a time from 00:01:00 to 1.00:00:00.";
    }
}

using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Audit;

/// <summary>The filter of the audit as entered by the user. Empty values don't filter.</summary>
/// <param name="Actor">Part of the email address or the client's ID.</param>
/// <param name="Act">What was done, such as <c>secret.added</c>, as entries have it.</param>
/// <param name="Target">Part of the changed object's name: a client's ID, an email address.</param>
/// <param name="Environment"><c>LIVE</c> or <c>UAT</c>.</param>
/// <param name="From">The first day, minute or second: <c>2026-11-30</c>, <c>2026-11-30T12:00</c> or <c>2026-11-30T12:00:00Z</c>. In UTC, unless it has an offset.</param>
/// <param name="Until">The last one, in the same formats.</param>
public sealed record AuditFilter(
    string? Actor = null,
    string? Act = null,
    string? Target = null,
    string? Environment = null,
    string? From = null,
    string? Until = null
)
{
    /// <summary>Applies the filter; the problem says which value is invalid.</summary>
    internal Problem? Narrow(ref IQueryable<AuditEntry> entries)
    {
        var (actor, act, target) = (Actor?.Trim().ToLowerInvariant(), Act?.Trim(), Target?.Trim().ToLowerInvariant());
        if (!string.IsNullOrEmpty(actor))
            entries = entries.Where(entry => DatabaseCasing.Lower(entry.Actor).Contains(actor));
        if (!string.IsNullOrEmpty(act) && !AuditSentences.Acts.Contains(act))
            return Problem.Invalid("act", "This change doesn't exist. Use a name such as secret.added, as entries return it.");
        if (!string.IsNullOrEmpty(act))
            entries = entries.Where(entry => entry.Act == act);
        if (!string.IsNullOrEmpty(target))
            entries = entries.Where(entry => DatabaseCasing.Lower(entry.Target).Contains(target));
        if (string.IsNullOrEmpty(Environment))
            return Within(ref entries);
        if (ClientKey.Read(Environment) is not { } environment)
            return Problem.Invalid("environment", ClientKey.Environments);
        entries = entries.Where(entry => entry.Environment == environment);
        return Within(ref entries);
    }

    private Problem? Within(ref IQueryable<AuditEntry> entries)
    {
        if (!string.IsNullOrEmpty(From))
        {
            if (TimeSlot.Read(From) is not { Begin: var begin })
                return Problem.Invalid("from", TimeSlot.Expected);
            entries = entries.Where(entry => entry.At >= begin);
        }
        if (!string.IsNullOrEmpty(Until))
        {
            if (TimeSlot.Read(Until) is not { End: var end })
                return Problem.Invalid("until", TimeSlot.Expected);
            entries = entries.Where(entry => entry.At < end);
        }
        return null;
    }
}

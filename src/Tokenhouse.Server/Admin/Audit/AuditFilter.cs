using System.Globalization;
using Tokenhouse.Server.Admin.Clients;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Audit;

/// <summary>Which entries of the audit somebody wants to see, as they wrote it; what is empty leaves nothing out.</summary>
/// <param name="Actor">Part of the mail address, or of the client's id.</param>
/// <param name="Act">One of <see cref="Acts"/>.</param>
/// <param name="Target">Part of what was changed: a client's id, a mail address.</param>
/// <param name="Environment"><c>live</c> or <c>uat</c>.</param>
/// <param name="From">The first day (UTC).</param>
/// <param name="Until">The last day.</param>
public sealed record AuditFilter(
    string? Actor = null,
    string? Act = null,
    string? Target = null,
    string? Environment = null,
    string? From = null,
    string? Until = null
)
{
    private const string Day = "Write a day such as 2026-05-03.";

    /// <summary>Leaves out what is not wanted; the problem says what was not understood.</summary>
    internal Problem? Narrow(ref IQueryable<AuditEntry> entries)
    {
        var (actor, act, target) = (Actor?.Trim().ToLowerInvariant(), Act?.Trim(), Target?.Trim().ToLowerInvariant());
        if (!string.IsNullOrEmpty(actor))
            entries = entries.Where(entry => Casing.Lower(entry.Actor).Contains(actor));
        if (!string.IsNullOrEmpty(act))
            entries = entries.Where(entry => entry.Act == act);
        if (!string.IsNullOrEmpty(target))
            entries = entries.Where(entry => Casing.Lower(entry.Target).Contains(target));
        if (string.IsNullOrEmpty(Environment))
            return Within(ref entries);
        if (ClientKey.Read(Environment) is not { } environment)
            return Problem.Invalid("environment", "Write live or uat.");
        entries = entries.Where(entry => entry.Environment == environment);
        return Within(ref entries);
    }

    private Problem? Within(ref IQueryable<AuditEntry> entries)
    {
        if (!string.IsNullOrEmpty(From))
        {
            if (Midnight(From) is not { } begin)
                return Problem.Invalid("from", Day);
            entries = entries.Where(entry => entry.At >= begin);
        }
        if (!string.IsNullOrEmpty(Until))
        {
            if (Midnight(Until) is not { } last)
                return Problem.Invalid("until", Day);
            var end = last.AddDays(1);
            entries = entries.Where(entry => entry.At < end);
        }
        return null;
    }

    private static DateTimeOffset? Midnight(string day) =>
        DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)
        && read < DateOnly.MaxValue // the end of the last day must be a moment too
            ? new DateTimeOffset(read, TimeOnly.MinValue, TimeSpan.Zero)
            : null;
}

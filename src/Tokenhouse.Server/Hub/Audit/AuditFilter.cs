using System.Globalization;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Audit;

/// <summary>The filter of the audit as entered by the user. Empty values don't filter.</summary>
/// <param name="Actor">Part of the email address or the client's ID.</param>
/// <param name="Act">One of <see cref="AuditActions"/>.</param>
/// <param name="Target">Part of the changed object's name: a client's ID, an email address.</param>
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
    private const string Day = "Enter a date such as 2026-05-03.";

    /// <summary>Applies the filter; the problem says which value is invalid.</summary>
    internal Problem? Narrow(ref IQueryable<AuditEntry> entries)
    {
        var (actor, act, target) = (Actor?.Trim().ToLowerInvariant(), Act?.Trim(), Target?.Trim().ToLowerInvariant());
        if (!string.IsNullOrEmpty(actor))
            entries = entries.Where(entry => DatabaseCasing.Lower(entry.Actor).Contains(actor));
        if (!string.IsNullOrEmpty(act))
            entries = entries.Where(entry => entry.Act == act);
        if (!string.IsNullOrEmpty(target))
            entries = entries.Where(entry => DatabaseCasing.Lower(entry.Target).Contains(target));
        if (string.IsNullOrEmpty(Environment))
            return Within(ref entries);
        if (ClientKey.Read(Environment) is not { } environment)
            return Problem.Invalid("environment", "Use live or uat.");
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
        && read < DateOnly.MaxValue // the end of the last day must be representable
            ? new DateTimeOffset(read, TimeOnly.MinValue, TimeSpan.Zero)
            : null;
}

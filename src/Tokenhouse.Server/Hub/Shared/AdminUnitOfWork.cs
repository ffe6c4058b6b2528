using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>The unit of work of a change: one tenant's rows, in a transaction that <see cref="AdminOperations"/> commits.</summary>
public sealed class AdminUnitOfWork(Db db, TenantBounds bounds, Caller caller, DateTimeOffset now)
{
    public Db Db => db;

    public Caller Caller => caller;

    /// <summary>The tenant's bounds.</summary>
    public TenantBounds Bounds => bounds;

    /// <summary>The time of the change, the same for all of it.</summary>
    public DateTimeOffset Now => now;

    /// <summary>Whether the version of what is changed was compared with the one that the caller read.</summary>
    internal bool IsCompared { get; private set; }

    /// <summary>
    /// The problem if a row isn't in the version that the caller read; null if it is, or if the caller doesn't say what they read. ETags in
    /// <c>If-Match</c> count instead of the version in the body.
    /// </summary>
    internal Problem? Stale(int? read, IVersioned row)
    {
        IsCompared = true;
        return caller.IfMatch.NamesVersions ? caller.IfMatch.Fault(row.Version)
            : read is { } version && version != row.Version ? Problem.Stale
            : null;
    }

    /// <summary>The problem if the added rows would exceed a bound; null if they fit.</summary>
    /// <param name="bound">The name of one of <see cref="TenantBounds"/>.</param>
    /// <param name="rows">The counted rows.</param>
    /// <param name="adding">How many rows are added.</param>
    public async Task<Problem?> Beyond<T>(string bound, IQueryable<T> rows, int adding = 1)
    {
        var most = bounds.Most(bound);
        return await rows.Take(most).CountAsync() + adding > most ? Problem.Conflict(bounds.Refusal(bound)) : null;
    }

    /// <summary>The problem if the tenant has reached its daily limit of changes. The audit has a row for each change.</summary>
    internal async Task<Problem?> TooManyChanges()
    {
        var last = await Entries().MaxAsync(entry => (long?)entry.Sequence) ?? 0;
        var (earliest, yesterday) = (last - bounds.ChangesADay + 1, now.AddDays(-1));
        return await Entries().AnyAsync(entry => entry.Sequence == earliest && entry.At > yesterday)
            ? Problem.Conflict(bounds.Refusal(nameof(TenantBounds.ChangesADay)))
            : null;
    }

    /// <summary>Writes an audit entry. The values before and after contain no secret.</summary>
    /// <param name="act">One of <see cref="AuditActions"/>.</param>
    /// <param name="target">The client's ID, the person's email address, or the tenant's slug.</param>
    /// <param name="environment">The environment, if there is one.</param>
    /// <param name="before">The values before the change; written as JSON.</param>
    /// <param name="after">The values after the change.</param>
    public async Task Audit(string act, string target, TenantEnvironment? environment = null, object? before = null, object? after = null)
    {
        var tenant = caller.Tenant.Id;
        var last =
            db.Audit.Local.Where(entry => entry.TenantId == tenant).MaxBy(entry => entry.Sequence)
            ?? await Entries().OrderByDescending(entry => entry.Sequence).FirstOrDefaultAsync();
        db.Audit.Add(
            AuditChain.Link(
                last,
                new()
                {
                    TenantId = tenant,
                    Sequence = (last?.Sequence ?? 0) + 1,
                    At = now,
                    Actor = caller.Name,
                    Address = caller.SpelledAddress,
                    CorrelationId = caller.CorrelationId,
                    Act = act,
                    Target = target,
                    Environment = environment,
                    Before = Json(before),
                    After = Json(after),
                }
            )
        );
    }

    private IQueryable<Tokenhouse.Server.Data.Entities.AuditEntry> Entries() =>
        db.Audit.AsNoTracking().Where(entry => entry.TenantId == caller.Tenant.Id);

    private static string? Json(object? state) => state is null ? null : JsonSerializer.Serialize(state, AuditChain.Spelling);
}

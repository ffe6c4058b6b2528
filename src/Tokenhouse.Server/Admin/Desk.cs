using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;

namespace Tokenhouse.Server.Admin;

/// <summary>
/// Runs all operations of the Hub: it checks the permission, hides other tenants' rows, and commits a change and its audit entry in
/// one transaction.
/// </summary>
public sealed class Desk(IDbContextFactory<Db> dbs, TenantBounds bounds, TimeProvider clock)
{
    /// <summary>Looks something up.</summary>
    public async Task<Result<T, Problem>> Read<T>(Actor actor, Permission needed, Func<Db, DateTimeOffset, Task<Result<T, Problem>>> read)
        where T : class
    {
        if (!actor.May(needed))
            return Problem.NotFound;
        await using var db = dbs.CreateDbContext();
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        db.Tenant = actor.Tenant.Id;
        return await read(db, clock.GetUtcNow());
    }

    /// <summary>
    /// Reads across all tenants, only for the vendor's people and programs, who act in its tenant. The queries declare which
    /// rows they see beyond <see cref="Db.OwnerFilter"/>. This isn't allowed elsewhere.
    /// </summary>
    public async Task<Result<T, Problem>> Survey<T>(Actor actor, Permission needed, Func<Db, DateTimeOffset, Task<Result<T, Problem>>> read)
        where T : class => actor.IsAtVendor ? await Read(actor, needed, read) : Problem.NotFound;

    /// <summary>Changes something that belongs to no tenant. Only for operators, and audited in the vendor's tenant.</summary>
    public async Task<Result<T, Problem>> Operate<T>(Actor actor, Permission needed, Func<Work, Task<Result<T, Problem>>> change)
        where T : class => actor.IsAtVendor ? await Change(actor, needed, change) : Problem.NotFound;

    /// <summary>Changes something in an exclusive transaction. A problem rolls it back.</summary>
    public async Task<Result<T, Problem>> Change<T>(Actor actor, Permission needed, Func<Work, Task<Result<T, Problem>>> change)
        where T : class
    {
        if (!actor.May(needed))
            return Problem.NotFound;
        await using var db = dbs.CreateDbContext();
        db.Tenant = actor.Tenant.Id;
        await using var transaction = await db.BeginAlone(CancellationToken.None);
        if (actor.Claim is { } claim && await claim(db) is { } refusal)
            return refusal;
        var work = new Work(db, bounds, actor, clock.GetUtcNow());
        if (!actor.IsOperator && await work.TooManyChanges() is { } tooMany)
            return tooMany;
        var outcome = await change(work);
        if (!outcome.Ok(out _, out _))
            return outcome;
        try
        {
            await db.SaveChangesAsync();
        }
        catch (DbUpdateConcurrencyException)
        {
            return Problem.Stale;
        }
        await transaction.CommitAsync();
        return outcome;
    }
}

using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;

namespace Tokenhouse.Server.Admin;

/// <summary>
/// Where everything of the Hub is done: it asks for the permission, keeps other tenants' rows out of sight, and makes a change and its audit
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
    /// Looks something up over all tenants: for people and programs of the vendor alone, who act in its tenant. The queries say themselves which
    /// rows they see through <see cref="Db.OwnerFilter"/>; outside of here none may.
    /// </summary>
    public async Task<Result<T, Problem>> Survey<T>(Actor actor, Permission needed, Func<Db, DateTimeOffset, Task<Result<T, Problem>>> read)
        where T : class => actor.IsAtVendor ? await Read(actor, needed, read) : Problem.NotFound;

    /// <summary>Changes something that belongs to no tenant: for operators alone, and audited in the tenant of the vendor.</summary>
    public async Task<Result<T, Problem>> Operate<T>(Actor actor, Permission needed, Func<Work, Task<Result<T, Problem>>> change)
        where T : class => actor.IsAtVendor ? await Change(actor, needed, change) : Problem.NotFound;

    /// <summary>Changes something; beside it nothing else is changed. What ends in a problem has changed nothing.</summary>
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

using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>
/// Runs all operations of the Hub: it checks the permission, hides other tenants' rows, and commits a change and its audit entry in
/// one transaction.
/// </summary>
public sealed class AdminOperations(IDbContextFactory<Db> dbs, TenantBounds bounds, TimeProvider clock)
{
    /// <summary>Looks something up.</summary>
    public async Task<Result<T, Problem>> Read<T>(Caller caller, Permission needed, Func<Db, DateTimeOffset, Task<Result<T, Problem>>> read)
        where T : class
    {
        if (!caller.May(needed))
            return Problem.NotFound;
        await using var db = dbs.CreateDbContext();
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        db.Tenant = caller.Tenant.Id;
        return await read(db, clock.GetUtcNow());
    }

    /// <summary>
    /// Reads across all tenants, only for the vendor's people and programs, who act in its tenant. The queries declare which
    /// rows they see beyond <see cref="Db.OwnerFilter"/>. This isn't allowed elsewhere.
    /// </summary>
    public async Task<Result<T, Problem>> ReadAcrossTenants<T>(
        Caller caller,
        Permission needed,
        Func<Db, DateTimeOffset, Task<Result<T, Problem>>> read
    )
        where T : class => caller.IsAtVendor ? await Read(caller, needed, read) : Problem.NotFound;

    /// <summary>Changes something that belongs to no tenant. Only for operators, and audited in the vendor's tenant.</summary>
    public async Task<Result<T, Problem>> ChangeAcrossTenants<T>(
        Caller caller,
        Permission needed,
        Func<AdminUnitOfWork, Task<Result<T, Problem>>> change
    )
        where T : class => caller.IsAtVendor ? await Change(caller, needed, change) : Problem.NotFound;

    /// <summary>Changes something in an exclusive transaction. A problem rolls it back.</summary>
    public async Task<Result<T, Problem>> Change<T>(
        Caller caller,
        Permission needed,
        Func<AdminUnitOfWork, Task<Result<T, Problem>>> change
    )
        where T : class
    {
        if (!caller.May(needed))
            return Problem.NotFound;
        await using var db = dbs.CreateDbContext();
        db.Tenant = caller.Tenant.Id;
        await using var transaction = await db.BeginAlone(CancellationToken.None);
        if (caller.Claim is { } claim && await claim(db) is { } refusal)
            return refusal;
        var work = new AdminUnitOfWork(db, bounds, caller, clock.GetUtcNow());
        if (!caller.IsOperator && await work.TooManyChanges() is { } tooMany)
            return tooMany;
        var outcome = await change(work);
        if (!outcome.Ok(out _, out _))
            return outcome;
        if (caller.IfMatch.NamesVersions && !work.IsCompared)
            return IfMatchCondition.WithoutVersion;
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

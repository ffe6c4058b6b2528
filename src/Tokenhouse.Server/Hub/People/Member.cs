using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.People;

/// <summary>A member of a tenant, about to be changed.</summary>
internal sealed record Member(Membership Membership, Account Account)
{
    public string Email => Account.Email!;

    public static async Task<Member?> Find(AdminUnitOfWork work, Guid accountId)
    {
        var tenantId = work.Caller.Tenant.Id;
        var membership = await work.Db.Memberships.SingleOrDefaultAsync(row => row.TenantId == tenantId && row.AccountId == accountId);
        return membership is null ? null : new(membership, await work.Db.Accounts.AsNoTracking().SingleAsync(row => row.Id == accountId));
    }

    /// <summary>Why they can't lose the role of Manager; null if another Manager can sign in, or they aren't one.</summary>
    public async Task<Problem?> LastManager(Db db) =>
        Membership.Role is not Role.Manager
        || await db.Accounts.AnyAsync(account =>
            account.Id != Account.Id
            && account.DisabledAt == null
            && account.Memberships.Any(row => row.TenantId == Membership.TenantId && row.Role == Role.Manager)
        )
            ? null
            : Problem.Conflict(
                $"{Email} is the last Manager here. Without a Manager, no one could invite people or change roles. Make someone else a Manager first."
            );
}

using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.People;

/// <summary>An account that an operator is about to disable or enable.</summary>
internal static class OperatedAccount
{
    /// <summary>A member of the tenant in which the operator acts. From the vendor's own tenant, operators reach every account.</summary>
    public static Task<Account?> Find(AdminUnitOfWork work, Guid person)
    {
        var tenantId = work.Caller.Tenant.Id;
        return work
            .Db.Accounts.AsNoTracking()
            .Where(row => tenantId == Datacentre.Vendor || row.Memberships.Any(membership => membership.TenantId == tenantId))
            .SingleOrDefaultAsync(row => row.Id == person);
    }

    /// <summary>Only the vendor's Managers manage the vendor's staff, and one Manager must be able to sign in.</summary>
    public static async Task<Problem?> Fault(AdminUnitOfWork work, Account account)
    {
        var seat = await work
            .Db.Memberships.AsNoTracking()
            .SingleOrDefaultAsync(row => row.TenantId == Datacentre.Vendor && row.AccountId == account.Id && row.Role != Role.Member);
        if (seat is null)
            return null;
        if (work.Caller.Tenant.Id != Datacentre.Vendor || !work.Caller.Rights.Contains(Right.ManagePeople))
            return Problem.Conflict(
                $"{account.Email} is an operator. Only a Manager of the vendor can do this, in the vendor's own list of people."
            );
        return account.DisabledAt is null ? await new Member(seat, account).LastManager(work.Db) : null;
    }
}

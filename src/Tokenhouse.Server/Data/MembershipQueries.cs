using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Data;

/// <summary>
/// Checks whether a client may act for a person. Token issuance asks the database each time, so that the answer is never outdated.
/// </summary>
public static class MembershipQueries
{
    /// <summary>The memberships of enabled accounts.</summary>
    public static IQueryable<Membership> CurrentMemberships(this Db db) =>
        db.Accounts.Where(account => account.DisabledAt == null).SelectMany(account => account.Memberships);

    /// <summary>Whether the account is enabled and a member of the tenant.</summary>
    public static Task<bool> HasMember(this Db db, long tenantId, Guid accountId) =>
        db.CurrentMemberships().AnyAsync(member => member.TenantId == tenantId && member.AccountId == accountId);
}

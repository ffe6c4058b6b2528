using Microsoft.EntityFrameworkCore;

namespace Tokenhouse.Server.Data;

/// <summary>
/// Checks whether a client may act for a person. Token issuance asks the database each time, so that the answer is never outdated.
/// </summary>
public static class MembershipQueries
{
    /// <summary>Whether the account is enabled and a member of the tenant.</summary>
    public static Task<bool> HasMember(this Db db, long tenantId, Guid accountId) =>
        db.Accounts.AnyAsync(account =>
            account.Id == accountId && account.DisabledAt == null && account.Memberships.Any(membership => membership.TenantId == tenantId)
        );
}

using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.People;

/// <summary>What somebody is invited to, for the one who has the link.</summary>
/// <param name="Slug">The tenant's.</param>
/// <param name="Tenant">What the tenant is called.</param>
/// <param name="Role">What they will be there.</param>
/// <param name="InvitedBy">Who invites them.</param>
/// <param name="Email">Whom; none: whoever has the link.</param>
/// <param name="HasAccount">Whether there is an account with that mail address, which is then the one to accept with.</param>
public sealed record OpenInvitation(string Slug, string Tenant, Role Role, string InvitedBy, string? Email, bool HasAccount)
{
    /// <summary>Whether it is for somebody: for the one with its mail address, or for whoever has the link.</summary>
    public bool IsFor(Account account) => Email is null || string.Equals(Email, account.Email, StringComparison.OrdinalIgnoreCase);
}

using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Hub.People;

/// <summary>An invitation as shown to the person with the link.</summary>
/// <param name="Slug">The tenant's.</param>
/// <param name="Tenant">The tenant's name.</param>
/// <param name="Role">Their future role.</param>
/// <param name="InvitedBy">Who invites them.</param>
/// <param name="Email">The invited email address; null for anyone with the link.</param>
/// <param name="HasAccount">Whether an account with that email address exists, which must then accept.</param>
public sealed record OpenInvitation(string Slug, string Tenant, Role Role, string InvitedBy, string? Email, bool HasAccount)
{
    /// <summary>Whether an account can accept it: the one with its email address, or any if it names none.</summary>
    public bool IsFor(Account account) => Email is null || string.Equals(Email, account.Email, StringComparison.OrdinalIgnoreCase);
}

using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.People;

/// <summary>A pending invitation on pages and in the API, without its link.</summary>
/// <param name="Id">Its ID.</param>
/// <param name="Email">The email address of the invited person.</param>
/// <param name="Role">Their future role.</param>
/// <param name="InvitedBy">Who invited them: an email address or a client ID.</param>
/// <param name="CreatedAt">When the invitation was made.</param>
/// <param name="ExpiresAt">When it expires.</param>
public sealed record WaitingInvitation(
    Guid Id,
    string? Email,
    Role Role,
    string InvitedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt
)
{
    internal static readonly Expression<Func<Invitation, WaitingInvitation>> Of = row =>
        new(row.Id, row.Email, row.Role, row.InvitedBy, row.CreatedAt, row.ExpiresAt);

    internal static IQueryable<Invitation> Alive(IQueryable<Invitation> invitations, DateTimeOffset now) =>
        invitations.Where(row => row.AcceptedAt == null && row.WithdrawnAt == null && row.ExpiresAt > now);

    /// <summary>
    /// Withdraws the invitations of a person who may no longer invite, because they could have a link themselves. A person who loses a role at the vendor
    /// loses their invitations in every tenant.
    /// </summary>
    /// <param name="work">The change.</param>
    /// <param name="inviter">A person's email address, or a client's ID.</param>
    /// <param name="everywhere">Whether to do so in all tenants.</param>
    internal static Task WithdrawThoseOf(AdminUnitOfWork work, string inviter, bool everywhere = false)
    {
        var now = work.Now;
        var theirs = everywhere || work.Caller.IsAtVendor ? work.Db.Invitations.IgnoreQueryFilters([Db.OwnerFilter]) : work.Db.Invitations;
        return Alive(theirs, now)
            .Where(row => row.InvitedBy == inviter)
            .ExecuteUpdateAsync(row => row.SetProperty(invitation => invitation.WithdrawnAt, now));
    }
}

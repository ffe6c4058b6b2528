using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.People;

/// <summary>An invitation that can still be accepted, as people and programs see it: never with its link.</summary>
public sealed record WaitingInvitation(
    Guid Id,
    string? Email,
    Role Role,
    string InvitedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt
)
{
    internal static IQueryable<Invitation> Alive(IQueryable<Invitation> invitations, DateTimeOffset now) =>
        invitations.Where(row => row.AcceptedAt == null && row.WithdrawnAt == null && row.ExpiresAt > now);

    /// <summary>
    /// Ends what somebody invited others with: they may no longer, and could hold a link themselves. Who loses a role at the vendor loses what they did
    /// with it in every tenant.
    /// </summary>
    /// <param name="work">The change.</param>
    /// <param name="inviter">The mail address of a person, or the id of a client.</param>
    /// <param name="everywhere">In all tenants, whichever this one is.</param>
    internal static Task WithdrawThoseOf(Work work, string inviter, bool everywhere = false)
    {
        var now = work.Now;
        var theirs = everywhere || work.Actor.IsAtVendor ? work.Db.Invitations.IgnoreQueryFilters([Db.OwnerFilter]) : work.Db.Invitations;
        return Alive(theirs, now)
            .Where(row => row.InvitedBy == inviter)
            .ExecuteUpdateAsync(row => row.SetProperty(invitation => invitation.WithdrawnAt, now));
    }
}

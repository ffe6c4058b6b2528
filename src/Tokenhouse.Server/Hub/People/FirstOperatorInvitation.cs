using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Notifications;

namespace Tokenhouse.Server.Hub.People;

/// <summary>
/// A link for the first person of an installation, who can't be invited. It is created at each start until a member of the vendor has a
/// role in the Hub.
/// </summary>
public sealed class FirstOperatorInvitation(Datacentre datacentre, IDbContextFactory<Db> dbs, TimeProvider clock)
{
    private byte[] hash = [];

    /// <summary>The link; null if there is an operator. It replaces the link of an earlier start.</summary>
    public async Task<string?> Invite(CancellationToken cancellationToken)
    {
        var (value, now) = (RandomText.Base64Url(), clock.GetUtcNow());
        await using var db = dbs.CreateDbContext();
        db.Tenant = Datacentre.Vendor;
        var waiting = WaitingInvitation.Alive(db.Invitations, now).Where(row => row.Email == null);
        if (await HasOperator(db, cancellationToken) && !await waiting.AnyAsync(cancellationToken))
            return null; // without waiting for other servers that start
        await using var transaction = await db.BeginAlone(cancellationToken);
        await waiting.ExecuteUpdateAsync(row => row.SetProperty(invitation => invitation.WithdrawnAt, now), cancellationToken);
        var isThere = await HasOperator(db, cancellationToken);
        if (!isThere)
            db.Invitations.Add(Row(value, now));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        hash = TextHash.Of(value);
        return isThere ? null : EmailTemplates.Invitation(datacentre.Hub, value);
    }

    /// <summary>Whether this start's link can still be used.</summary>
    public async Task<bool> IsWaiting(CancellationToken cancellationToken)
    {
        await using var db = dbs.CreateDbContext();
        return await Invitations.Alive(db, hash, clock.GetUtcNow()).AnyAsync(cancellationToken);
    }

    private static Task<bool> HasOperator(Db db, CancellationToken cancellationToken) =>
        db.Memberships.AnyAsync(row => row.TenantId == Datacentre.Vendor && row.Role != Role.Member, cancellationToken);

    private Invitation Row(string value, DateTimeOffset now) =>
        new()
        {
            Id = Guid.CreateVersion7(now),
            Hash = TextHash.Of(value),
            TenantId = Datacentre.Vendor,
            Role = Role.Manager,
            Email = null,
            IsMailed = false,
            InvitedBy = $"the start of {datacentre.Name}",
            CreatedAt = now,
            ExpiresAt = now + Tokenhouse.Server.Hub.People.Invite.Lifetime,
        };
}

using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Server.Notifications;

namespace Tokenhouse.Server.Hub.People;

/// <summary>
/// Invites an operator without the Hub, for the command <c>operator invite</c>: the first one, or when no operator can sign in. Anyone who can run
/// the command can read the database anyway. The invitation is audited like any other.
/// </summary>
public sealed class OperatorInvitation(Datacentre datacentre, IDbContextFactory<Db> dbs, TenantBounds bounds, TimeProvider clock)
{
    /// <summary>The name in the audit and on the page of the invitation.</summary>
    public const string InvitedBy = "the server's command line";

    /// <summary>The link, which works once. It replaces an earlier one to the same address.</summary>
    public async Task<Result<string, Problem>> Invite(string written, CancellationToken cancellationToken)
    {
        if (EmailAddress.Read(written) is not { } email)
            return Problem.Invalid("email", "Enter an email address such as ada@example.com.");
        await using var db = dbs.CreateDbContext();
        db.Tenant = Datacentre.Vendor;
        await using var transaction = await db.BeginAlone(cancellationToken);
        var tenant = await db.Tenants.SingleAsync(row => row.Id == Datacentre.Vendor, cancellationToken);
        if (await Role(db, email, cancellationToken) is { } role)
            return Problem.Conflict($"{email} is already an operator, as {role}.");

        var value = RandomText.Base64Url();
        var work = new AdminUnitOfWork(db, bounds, Caller(tenant), clock.GetUtcNow());
        await People.Invite.EndEarlier(work, email);
        var invitation = People.Invite.Row(work, email, Data.Entities.Role.Manager, value, isMailed: false);
        db.Invitations.Add(invitation);
        await work.Audit(AuditActions.PersonInvited, email, after: new { invitation.Role, invitation.ExpiresAt });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return EmailTemplates.Invitation(datacentre.Hub, value);
    }

    private static Caller Caller(Tenant tenant) =>
        new(InvitedBy, new(tenant.Id, tenant.Slug), RoleRights.OfMember(Data.Entities.Role.Manager), scopes: null)
        {
            TenantTitle = tenant.Name,
            CorrelationId = Guid.CreateVersion7().ToString("N"),
        };

    private static async Task<Role?> Role(Db db, string email, CancellationToken cancellationToken)
    {
        var normal = new UpperInvariantLookupNormalizer().NormalizeEmail(email);
        return await db
            .Memberships.Where(row => row.TenantId == Datacentre.Vendor && row.Role != Data.Entities.Role.Member)
            .Where(row => db.Accounts.Any(account => account.Id == row.AccountId && account.NormalizedEmail == normal))
            .Select(row => (Role?)row.Role)
            .SingleOrDefaultAsync(cancellationToken);
    }
}

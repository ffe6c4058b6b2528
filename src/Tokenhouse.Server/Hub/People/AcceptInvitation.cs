using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.People;

/// <summary>
/// Makes the invited person a member. One conditional update spends the link in the transaction that creates the membership, and the
/// account if there is none. Of many simultaneous requests, one succeeds.
/// </summary>
public sealed class AcceptInvitation(
    IDbContextFactory<Db> dbs,
    AccountFactory accounts,
    ILookupNormalizer normalizer,
    TenantBounds bounds,
    TimeProvider clock
)
{
    /// <param name="Email">Only used if the invitation isn't for a specific address.</param>
    /// <param name="Name">Their name.</param>
    /// <param name="Password">The new password.</param>
    /// <param name="Again">The password, repeated.</param>
    public sealed record NewAccount(string Email, string Name, string Password, string Again)
    {
        /// <summary>Without the password.</summary>
        public override string ToString() => Email;
    }

    /// <summary>The result.</summary>
    /// <param name="Account">The new member's account.</param>
    /// <param name="Slug">The tenant's slug.</param>
    /// <param name="Role">Their role there.</param>
    public sealed record Output(Account Account, string Slug, Role Role);

    /// <summary>Accepted by a signed-in person.</summary>
    public async Task<Result<Output, Problem>> Execute(string link, SignedInAccount person, HttpContext http)
    {
        await using var db = dbs.CreateDbContext();
        await using var transaction = await db.BeginAlone(CancellationToken.None);
        if (await Spend(db, link) is not { } invitation)
            return Invitations.Late;
        var account = await db
            .Accounts.Include(row => row.Memberships)
            .SingleAsync(row => row.Id == person.Account.Id, CancellationToken.None);
        if (invitation.Email is not null && normalizer.NormalizeEmail(invitation.Email) != account.NormalizedEmail)
            return Problem.Conflict($"This invitation is for {invitation.Email}. Sign in with that address.");
        var outcome = await Join(db, invitation, account, http);
        if (!outcome.Ok(out _, out _))
            return outcome;
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return outcome;
    }

    /// <summary>Accepted by a person without an account.</summary>
    public async Task<Result<Output, Problem>> Execute(string link, OpenInvitation open, NewAccount newAccount, HttpContext http)
    {
        var email = EmailAddress.Read(open.Email ?? newAccount.Email);
        if (Faults(email, newAccount) is { Count: > 0 } faults)
            return Problem.Invalid(faults);
        // The slow hash is computed before the transaction, because SQLite has one writer.
        var origin = HashingOrigin.Of(http.Connection.RemoteIpAddress, normalizer.NormalizeEmail(email));
        var account = accounts.Make(email!, newAccount.Name.Trim(), await accounts.Hash(newAccount.Password, origin));
        await using var db = dbs.CreateDbContext();
        await using var transaction = await db.BeginAlone(CancellationToken.None);
        if (await Spend(db, link) is not { } invitation)
            return Invitations.Late;
        if (await db.Accounts.AnyAsync(row => row.NormalizedEmail == account.NormalizedEmail))
            return Problem.Invalid("email", $"{email} already has an account here. Sign in with it first, then open the link again.");
        account.EmailConfirmed = invitation is { IsMailed: true, Email: not null }; // only then does the link prove that the mailbox is theirs
        db.Accounts.Add(account);
        var outcome = await Join(db, invitation, account, http);
        if (!outcome.Ok(out _, out _))
            return outcome;
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return outcome;
    }

    private static Dictionary<string, string> Faults(string? email, NewAccount newAccount)
    {
        var faults = new Dictionary<string, string>();
        if (email is null)
            faults["email"] = "Enter your email address, such as ada@example.com.";
        if (Profiles.NameFault(newAccount.Name) is { } wrong)
            faults["name"] = wrong;
        if (PasswordChanges.Fault(newAccount.Password, newAccount.Again, email) is { } fault)
            faults["password"] = fault;
        return faults;
    }

    private async Task<Invitation?> Spend(Db db, string link)
    {
        var (hash, now) = (TextHash.Of(link), clock.GetUtcNow());
        var spent = await Invitations.Alive(db, hash, now).ExecuteUpdateAsync(row => row.SetProperty(i => i.AcceptedAt, now));
        return spent == 1
            ? await db.Invitations.IgnoreQueryFilters([Db.OwnerFilter]).AsNoTracking().SingleAsync(row => row.Hash == hash)
            : null;
    }

    /// <summary>An invitation only ever raises a role: a member with a higher role keeps it.</summary>
    private async Task<Result<Output, Problem>> Join(Db db, Invitation invitation, Account account, HttpContext http)
    {
        var (now, tenant) = (clock.GetUtcNow(), await db.Tenants.AsNoTracking().SingleAsync(row => row.Id == invitation.TenantId));
        db.Tenant = tenant.Id;
        var work = new AdminUnitOfWork(db, bounds, CallerResolver.ForInvited(account, tenant, http), now);
        var membership = account.Memberships.Find(row => row.TenantId == tenant.Id);
        var before = membership?.Role;
        if (
            membership is null
            && await work.Beyond(nameof(TenantBounds.People), db.Memberships.Where(row => row.TenantId == tenant.Id)) is { } full
        )
            return full;
        if (membership is null)
            account.Memberships.Add(
                membership = new()
                {
                    AccountId = account.Id,
                    TenantId = tenant.Id,
                    Role = invitation.Role,
                    CreatedAt = now,
                }
            );
        else if (membership.Role < invitation.Role)
            membership.Role = invitation.Role;
        await work.Audit(
            AuditActions.InvitationAccepted,
            account.Email!,
            before: before is null ? null : new { Role = before },
            after: new { membership.Role, invitation.InvitedBy }
        );
        return new Output(account, tenant.Slug, membership.Role);
    }
}

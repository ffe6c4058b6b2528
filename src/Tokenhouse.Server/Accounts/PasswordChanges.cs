using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Notifications;

namespace Tokenhouse.Server.Accounts;

/// <summary>
/// Sets new passwords. This also renews the security stamp and ends the account's sessions and pending reset links, all in one
/// transaction.
/// </summary>
public sealed class PasswordChanges(
    UserManager<Account> accounts,
    PasswordHashing hashing,
    TwoFactor twoFactor,
    Db db,
    EmailLinks emailLinks
)
{
    /// <summary>The error in a chosen password; null if it is acceptable. Only length matters (NIST SP 800-63B, 3.1.1.2).</summary>
    public static string? Fault(string password, string again, string? email) =>
        password.Length < Passwords.ShortestPassword ? $"Choose a password of at least {Passwords.ShortestPassword} characters."
        : password.Length > Passwords.LongestPassword ? $"Choose a password of at most {Passwords.LongestPassword} characters."
        : string.Equals(password, email, StringComparison.OrdinalIgnoreCase) ? "Choose a password that isn't your email address."
        : password != again ? "The passwords don't match. Enter the same one twice."
        : null;

    /// <summary>For a signed-in person, whose own session stays.</summary>
    /// <exception cref="ServerBusyException">There was no turn to hash it in time.</exception>
    public async Task<bool> Change(Guid accountId, string password, IPAddress? from, Guid keptSession)
    {
        if (await Prepare(accountId, password, from) is not { } account)
            return false;
        await using var transaction = await db.Begin(CancellationToken.None);
        return await Save(account, keptSession) && await Commit(transaction, account);
    }

    /// <summary>With a link from an email, which is spent. Null if the link is already spent, too old, or not ours.</summary>
    /// <exception cref="ServerBusyException">There was no turn to hash it in time.</exception>
    public async Task<Account?> Reset(string link, string password, IPAddress? from)
    {
        if (
            await emailLinks.Find(link, LinkPurpose.ResetPassword) is not { } found
            || await Prepare(found.Id, password, from) is not { } account
        )
            return null;
        await using var transaction = await db.Begin(CancellationToken.None);
        if (!await emailLinks.Spend(db, link, LinkPurpose.ResetPassword))
            return null;
        if (!account.EmailConfirmed && !await RemoveOtherSignInMethods(account))
            return null;
        account.EmailConfirmed = true; // the link came to that address
        return await Save(account, keptSession: null) && await Commit(transaction, account) ? account : null;
    }

    /// <summary>If the account's creator never proved that the address is theirs, their other sign-in methods are removed with the password.</summary>
    private async Task<bool> RemoveOtherSignInMethods(Account account)
    {
        foreach (var passkey in await accounts.GetPasskeysAsync(account))
            if (!(await accounts.RemovePasskeyAsync(account, passkey.CredentialId)).Succeeded)
                return false;
        return await twoFactor.SwitchOff(account.Id);
    }

    // The slow hash is computed before the transaction, because SQLite has one writer.
    private async Task<Account?> Prepare(Guid accountId, string password, IPAddress? from)
    {
        if (await accounts.FindByIdAsync(accountId.ToString()) is not { DisabledAt: null } account)
            return null;
        account.PasswordHash = await hashing.Hash(password, HashingOrigin.Of(from, account.NormalizedEmail));
        return account;
    }

    private async Task<bool> Save(Account account, Guid? keptSession)
    {
        if (!(await accounts.UpdateSecurityStampAsync(account)).Succeeded) // saves the hash too
            return false;
        await db.Sessions.Where(session => session.AccountId == account.Id && session.Id != keptSession).ExecuteDeleteAsync();
        await emailLinks.SpendAll(db, account.Id, LinkPurpose.ResetPassword);
        return true;
    }

    // A person who guessed codes knew the old password, not this one.
    private async Task<bool> Commit(BoundedTransaction transaction, Account account)
    {
        await transaction.CommitAsync();
        await twoFactor.ResetFailures(account.Id);
        return true;
    }
}

using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Accounts;

/// <summary>
/// Sets new passwords. With the new one come a new security stamp, the end of the account's sessions and of its open reset links, all in one
/// transaction.
/// </summary>
public sealed class NewPasswords(UserManager<Account> accounts, TwoFactor twoFactor, Db db, Links links, TimeProvider clock)
{
    /// <summary>What is wrong with a chosen password; null when it will do. Length is what counts (NIST SP 800-63B, 3.1.1.2).</summary>
    public static string? Fault(string password, string again, string? email) =>
        password.Length < Passwords.ShortestPassword ? $"Choose a password of at least {Passwords.ShortestPassword} characters."
        : password.Length > Passwords.LongestPassword ? $"Choose a password of at most {Passwords.LongestPassword} characters."
        : string.Equals(password, email, StringComparison.OrdinalIgnoreCase) ? "Choose a password other than your mail address."
        : password != again ? "The two passwords differ. Type the same one twice."
        : null;

    /// <summary>For a person who is signed in: their own session stays.</summary>
    public async Task<bool> Change(Guid accountId, string password, Guid keptSession)
    {
        if (await Prepare(accountId, password) is not { } account)
            return false;
        await using var transaction = await db.Database.BeginTransactionAsync();
        return await Save(account, keptSession) && await Commit(transaction);
    }

    /// <summary>By a link from a mail, which is spent. Null: the link is spent already, too old, or none of ours.</summary>
    public async Task<Account?> Reset(string link, string password)
    {
        if (await links.Find(link, LinkPurpose.ResetPassword) is not { } found || await Prepare(found.Id, password) is not { } account)
            return null;
        await using var transaction = await db.Database.BeginTransactionAsync();
        if (!await links.Spend(db, link, LinkPurpose.ResetPassword))
            return null;
        if (!account.EmailConfirmed && !await Disown(account))
            return null;
        account.EmailConfirmed = true; // the link came to that address
        return await Save(account, keptSession: null) && await Commit(transaction) ? account : null;
    }

    /// <summary>Whoever set up the account never showed that the address is theirs: what else they sign in with goes with the password.</summary>
    private async Task<bool> Disown(Account account)
    {
        foreach (var passkey in await accounts.GetPasskeysAsync(account))
            if (!(await accounts.RemovePasskeyAsync(account, passkey.CredentialId)).Succeeded)
                return false;
        return await twoFactor.SwitchOff(account.Id);
    }

    // The slow hash is made before the transaction: SQLite has one writer.
    private async Task<Account?> Prepare(Guid accountId, string password)
    {
        var account = await accounts.FindByIdAsync(accountId.ToString());
        if (account is { DisabledAt: not null })
            return null;
        account?.PasswordHash = accounts.PasswordHasher.HashPassword(account, password);
        return account;
    }

    private async Task<bool> Save(Account account, Guid? keptSession)
    {
        var now = clock.GetUtcNow();
        if (!(await accounts.UpdateSecurityStampAsync(account)).Succeeded) // saves the hash too
            return false;
        await db.Sessions.Where(session => session.AccountId == account.Id && session.Id != keptSession).ExecuteDeleteAsync();
        await db
            .Links.Where(row => row.AccountId == account.Id && row.Purpose == LinkPurpose.ResetPassword && row.SpentAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(l => l.SpentAt, now));
        return true;
    }

    private static async Task<bool> Commit(Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction transaction)
    {
        await transaction.CommitAsync();
        return true;
    }
}

using Microsoft.AspNetCore.Identity;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Notifications;

namespace Tokenhouse.Server.Accounts;

/// <summary>Accepts a link from an email as proof that the mailbox belongs to the account holder.</summary>
public sealed class EmailConfirmations(UserManager<Account> accounts, Db db, EmailLinks emailLinks)
{
    public async Task<bool> Confirm(string link)
    {
        if (
            await emailLinks.Find(link, LinkPurpose.ConfirmEmail) is not { } found
            || await accounts.FindByIdAsync(found.Id.ToString()) is not { } account
        )
            return false;
        await using var transaction = await db.Begin(CancellationToken.None);
        account.EmailConfirmed = true;
        if (!await emailLinks.Spend(db, link, LinkPurpose.ConfirmEmail) || !(await accounts.UpdateAsync(account)).Succeeded)
            return false;
        await transaction.CommitAsync();
        return true;
    }
}

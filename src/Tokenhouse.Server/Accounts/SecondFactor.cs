using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Accounts;

/// <summary>
/// Checks the second factor of an account: a code of its authenticator app, or a recovery code. Each is accepted once, however many present
/// it at the same time.
/// </summary>
public sealed class SecondFactor(UserManager<Account> accounts, IDbContextFactory<Db> dbs, Throttling throttling, TimeProvider clock)
{
    private const int RecoveryHalf = 5; // Identity writes XXXXX-XXXXX

    /// <summary>Checks what somebody typed who knew the password.</summary>
    /// <param name="account">Loaded by Identity in this request: a recovery code is spent against the state that was read.</param>
    /// <param name="typed">With or without spaces.</param>
    /// <param name="from">Where the attempt came from.</param>
    public async Task<FactorOutcome> Check(Account account, string typed, IPAddress? from)
    {
        var guessed = $"second factor\n{account.Id}";
        if (!await throttling.Admit(guessed, from, Throttling.MostForFactor))
            return FactorOutcome.Throttled;
        var code = typed.Replace(" ", "", StringComparison.Ordinal);
        var isRight =
            code.Length == Totp.Digits && code.All(char.IsAsciiDigit) ? await IsTotp(account, code) : await IsRecovery(account, code);
        if (!isRight)
            return FactorOutcome.Wrong;
        await throttling.Succeeded(guessed, from);
        return FactorOutcome.Right;
    }

    /// <summary>Whether it is a code of the account's app that was not accepted before; if so, it is used up.</summary>
    public async Task<bool> IsTotp(Account account, string code)
    {
        if (
            await accounts.GetAuthenticatorKeyAsync(account) is not { } key
            || Totp.Match(Base32.Decode(key), code, clock.GetUtcNow()) is not { } step
        )
            return false;
        await using var db = dbs.CreateDbContext();
        return await db
                .Accounts.Where(row => row.Id == account.Id && row.LastTotpStep < step)
                .ExecuteUpdateAsync(row => row.SetProperty(a => a.LastTotpStep, step)) == 1;
    }

    // Identity takes the code off the list only if the account is still as it was read; of two at once, one succeeds.
    private async Task<bool> IsRecovery(Account account, string code)
    {
        var plain = code.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();
        return plain.Length == 2 * RecoveryHalf
            && (await accounts.RedeemTwoFactorRecoveryCodeAsync(account, $"{plain[..RecoveryHalf]}-{plain[RecoveryHalf..]}")).Succeeded;
    }
}

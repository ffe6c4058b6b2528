using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Accounts;

/// <summary>
/// Checks the second factor of an account: a code of its authenticator app, or a recovery code. Each is accepted once, however many present
/// it at the same time. A person who guesses codes knows the password, so codes are counted from everywhere together: after the fifth wrong one
/// each next try waits twice as long as the one before, and the account holder is told by email.
/// </summary>
public sealed class SecondFactor(
    UserManager<Account> accounts,
    IDbContextFactory<Db> dbs,
    Throttling throttling,
    Correspondence mail,
    TimeProvider clock
)
{
    /// <summary>How many wrong codes may come at once.</summary>
    public const int MostAtOnce = 5;

    private const int RecoveryHalf = 5; // Identity writes XXXXX-XXXXX

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Checks a code of someone who knew the password.</summary>
    /// <param name="site">Where they sign in.</param>
    /// <param name="account">Loaded by Identity in this request: a recovery code is spent against the state that was read.</param>
    /// <param name="typed">With or without spaces.</param>
    /// <param name="from">Where the attempt came from.</param>
    public async Task<FactorOutcome> Check(Site site, Account account, string typed, IPAddress? from)
    {
        var (guessed, everywhere) = ($"second factor\n{account.Id}", Everywhere(account.Id));
        var attempt = await throttling.Admit(guessed, from, everywhere);
        if (attempt.Until is { } until)
            return new(IsRight: false, until - clock.GetUtcNow());
        var code = typed.Replace(" ", "", StringComparison.Ordinal);
        var isRight =
            code.Length == Totp.Digits && code.All(char.IsAsciiDigit) ? await IsTotp(account, code) : await IsRecovery(account, code);
        if (isRight)
        {
            await throttling.Succeeded(guessed, from);
            await throttling.Retract([everywhere]); // the wrong ones still count: they may be someone else's
            return FactorOutcome.Right;
        }
        if (attempt.Count >= MostAtOnce && await throttling.IsAmong(1, $"told of wrong codes\n{account.Id}", Day))
            mail.Warn(site, account);
        return FactorOutcome.Wrong;
    }

    /// <summary>Forgets wrong codes from everywhere, after a new password was chosen.</summary>
    public Task Forgive(Guid accountId) => throttling.Forget(Everywhere(accountId).Key);

    private static Bound Everywhere(Guid accountId) => new($"second factor\n{accountId}", MostAtOnce, Day) { Doubles = true };

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

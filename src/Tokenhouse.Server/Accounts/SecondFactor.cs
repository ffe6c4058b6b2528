using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Notifications;
using Tokenhouse.Server.RateLimiting;

namespace Tokenhouse.Server.Accounts;

/// <summary>
/// Checks an account's second factor: a code from its authenticator app, or a recovery code. Each is accepted once, however many requests send
/// it at the same time. A person who guesses codes knows the password, so codes are counted across all networks: after the fifth wrong one,
/// each next attempt waits twice as long as the one before, and the account holder gets an email.
/// </summary>
public sealed class SecondFactor(
    UserManager<Account> accounts,
    IDbContextFactory<Db> dbs,
    AttemptThrottle throttle,
    EmailDispatchService mail,
    TimeProvider clock
)
{
    /// <summary>How many wrong codes are allowed at once.</summary>
    public const int MostAtOnce = 5;

    private const int RecoveryHalf = 5; // Identity writes XXXXX-XXXXX

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Checks a code from someone who knew the password.</summary>
    /// <param name="site">The site.</param>
    /// <param name="account">The account, loaded by Identity in this request, because a recovery code is spent against the state that was read.</param>
    /// <param name="typed">With or without spaces.</param>
    /// <param name="from">The address of the attempt.</param>
    public async Task<SecondFactorResult> Check(Site site, Account account, string typed, IPAddress? from)
    {
        var (guessed, everywhere) = ($"second factor\n{account.Id}", Everywhere(account.Id));
        var attempt = await throttle.Admit(guessed, from, everywhere);
        if (attempt.Until is { } until)
            return new(IsRight: false, until - clock.GetUtcNow());
        var code = typed.Replace(" ", "", StringComparison.Ordinal);
        var isRight =
            code.Length == Totp.Digits && code.All(char.IsAsciiDigit) ? await IsTotp(account, code) : await IsRecovery(account, code);
        if (isRight)
        {
            await throttle.Succeeded(guessed, from);
            await throttle.Retract([everywhere]); // the wrong ones still count: they may be someone else's
            return SecondFactorResult.Right;
        }
        if (attempt.Count >= MostAtOnce && await throttle.IsAmong(1, $"told of wrong codes\n{account.Id}", Day))
            mail.Warn(site, account, MostAtOnce);
        return SecondFactorResult.Wrong;
    }

    /// <summary>Resets the count of wrong codes after a new password was chosen.</summary>
    public Task ResetFailures(Guid accountId) => throttle.Forget(Everywhere(accountId).Key);

    private static RateLimit Everywhere(Guid accountId) => new($"second factor\n{accountId}", MostAtOnce, Day) { Doubles = true };

    /// <summary>Whether it is an unused code of the account's app, and spends it.</summary>
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

    // Identity removes the code only if the account is unchanged; of two simultaneous requests, one succeeds.
    private async Task<bool> IsRecovery(Account account, string code)
    {
        var plain = code.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();
        return plain.Length == 2 * RecoveryHalf
            && (await accounts.RedeemTwoFactorRecoveryCodeAsync(account, $"{plain[..RecoveryHalf]}-{plain[RecoveryHalf..]}")).Succeeded;
    }
}

using System.Net;
using Microsoft.AspNetCore.Identity;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.RateLimiting;

namespace Tokenhouse.Server.Accounts;

/// <summary>
/// Signs people in with email address and password. An unknown address, a wrong password and a disabled account can't be distinguished, neither by the
/// response nor by its timing.
/// </summary>
public sealed class Passwords(UserManager<Account> accounts, PasswordHashing hashing, AttemptThrottle throttle)
{
    /// <summary>The rounds of PBKDF2 with HMAC-SHA512, at least what OWASP's password storage cheat sheet requires.</summary>
    public const int Rounds = 220_000;

    public const int ShortestPassword = 10;
    public const int LongestPassword = 200;
    public const int LongestEmail = 254;

    /// <summary>Whether too many wrong passwords came from the network, so that another one is not looked at. Costs next to nothing.</summary>
    public bool IsLimited(string email, IPAddress? from) => hashing.IsLimited(HashingOrigin.Of(from, accounts.NormalizeEmail(email)));

    /// <summary>The account, if the password is correct.</summary>
    public async Task<PasswordResult> Check(string email, string password, IPAddress? from)
    {
        var (guessed, origin) = (Guessed(email), HashingOrigin.Of(from, accounts.NormalizeEmail(email)));
        if (!hashing.HasRoom(origin)) // a flood is refused before it costs a write
            return PasswordResult.Busy;
        if (!await throttle.Admit(guessed, from))
            return PasswordResult.Throttled;
        var account = await accounts.FindByEmailAsync(email);
        PasswordHashing.Comparison comparison;
        try
        {
            comparison = await hashing.Compare(account, password, origin);
        }
        catch (ServerBusyException)
        {
            await throttle.Retract(guessed, from);
            return PasswordResult.Busy;
        }
        if (account is null || !comparison.IsRight)
            return PasswordResult.Wrong;
        if (account.DisabledAt is { } since)
            return PasswordResult.Disabled(since);
        await throttle.Succeeded(guessed, from);
        if (comparison.Stronger is { } stronger)
        {
            account.PasswordHash = stronger;
            await accounts.UpdateAsync(account); // next time, if the account was changed in the meantime
        }
        return new(account);
    }

    /// <summary>Forgets the failed attempts from a network, after a new password was chosen there.</summary>
    public Task ResetFailures(string email, IPAddress? from) => throttle.Succeeded(Guessed(email), from);

    private string Guessed(string email) => "password\n" + accounts.NormalizeEmail(email);
}

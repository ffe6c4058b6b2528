using System.Net;
using Microsoft.AspNetCore.Identity;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Accounts;

/// <summary>
/// Signs people in by mail address and password. Unknown address, wrong password and disabled account cannot be told apart, neither by the
/// answer nor by its time.
/// </summary>
public sealed class Passwords(UserManager<Account> accounts, PasswordHashing hashing, Throttling throttling)
{
    /// <summary>Rounds of PBKDF2 with HMAC-SHA512, as OWASP's password storage cheat sheet asks for at least.</summary>
    public const int Rounds = 220_000;

    public const int ShortestPassword = 10;
    public const int LongestPassword = 200;
    public const int LongestEmail = 254;

    /// <summary>Whether too many wrong passwords came from the network, so that another one is not looked at. Costs next to nothing.</summary>
    public bool IsLimited(string email, IPAddress? from) => hashing.IsLimited(HashingOrigin.Of(from, accounts.NormalizeEmail(email)));

    /// <summary>The account, when the password is its own.</summary>
    public async Task<PasswordOutcome> Check(string email, string password, IPAddress? from)
    {
        var (guessed, origin) = (Guessed(email), HashingOrigin.Of(from, accounts.NormalizeEmail(email)));
        if (!hashing.HasRoom(origin)) // a flood is turned away before it costs a write
            return PasswordOutcome.Busy;
        if (!await throttling.Admit(guessed, from))
            return PasswordOutcome.Throttled;
        var account = await accounts.FindByEmailAsync(email);
        PasswordHashing.Comparison comparison;
        try
        {
            comparison = await hashing.Compare(account, password, origin);
        }
        catch (ServerBusyException)
        {
            await throttling.Retract(guessed, from);
            return PasswordOutcome.Busy;
        }
        if (account is null || !comparison.IsRight)
            return PasswordOutcome.Wrong;
        if (account.DisabledAt is { } since)
            return PasswordOutcome.Disabled(since);
        await throttling.Succeeded(guessed, from);
        if (comparison.Stronger is { } stronger)
        {
            account.PasswordHash = stronger;
            await accounts.UpdateAsync(account); // another time, if the account was changed in the meantime
        }
        return new(account);
    }

    /// <summary>Forgets the failed attempts from a network, after a new password was chosen there.</summary>
    public Task Forgive(string email, IPAddress? from) => throttling.Succeeded(Guessed(email), from);

    private string Guessed(string email) => "password\n" + accounts.NormalizeEmail(email);
}

using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Accounts;

/// <summary>
/// Between the password and the second factor: a sealed cookie says whose password was right. It means nothing else, is short-lived, and ends
/// when the account's password or second factor changes.
/// </summary>
public sealed class SecondStep(Datacentre datacentre, IDataProtectionProvider protection, UserManager<Account> accounts, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly HostCookie cookie = new(datacentre, "tokenhouse-second-step");
    private readonly IDataProtector protector = protection.CreateProtector("Tokenhouse.SecondStep");

    public void Begin(HttpContext http, Account account)
    {
        var ends = (clock.GetUtcNow() + Lifetime).ToUnixTimeMilliseconds();
        cookie.Write(
            http,
            protector.Protect(string.Create(CultureInfo.InvariantCulture, $"{ends}\n{account.Id}\n{account.SecurityStamp}"))
        );
    }

    /// <summary>The account whose second factor is awaited in this browser; null when none is any more.</summary>
    public async Task<Account?> Current(HttpContext http)
    {
        if (cookie.Read(http) is not { } value || Open(value) is not [var ends, var id, var stamp])
            return null;
        if (long.Parse(ends, CultureInfo.InvariantCulture) <= clock.GetUtcNow().ToUnixTimeMilliseconds())
            return null;
        var account = await accounts.FindByIdAsync(id);
        return account is { DisabledAt: null, TwoFactorEnabled: true } && account.SecurityStamp == stamp ? account : null;
    }

    public void End(HttpContext http) => cookie.Delete(http);

    private string[]? Open(string value)
    {
        try
        {
            return protector.Unprotect(value).Split('\n', 3);
        }
        catch (CryptographicException)
        {
            return null; // altered, or sealed elsewhere
        }
    }
}

using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Accounts;

/// <summary>
/// Between password and second factor: a sealed cookie says whose password was correct. It means nothing else, is short-lived, and ends
/// when the account's password or second factor changes.
/// </summary>
public sealed class SecondFactorCookie(
    Datacentre datacentre,
    IDataProtectionProvider protection,
    UserManager<Account> accounts,
    TimeProvider clock
)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly HostCookie cookie = new(datacentre, "tokenhouse-second-step");
    private readonly ProtectedState state = new(protection.CreateProtector("Tokenhouse.SecondStep"), clock);

    public void Begin(HttpContext http, Account account) =>
        cookie.Write(http, state.Protect(clock.GetUtcNow() + Lifetime, account.Id.ToString(), account.SecurityStamp!));

    /// <summary>The account whose second factor is pending in this browser; null if there is none.</summary>
    public async Task<Account?> Current(HttpContext http)
    {
        if (state.Unprotect(cookie.Read(http), count: 2) is not var (_, values) || values is not [var id, var stamp])
            return null;
        var account = await accounts.FindByIdAsync(id);
        return account is { DisabledAt: null, TwoFactorEnabled: true } && account.SecurityStamp == stamp ? account : null;
    }

    public void End(HttpContext http) => cookie.Delete(http);
}

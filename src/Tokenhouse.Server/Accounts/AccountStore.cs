using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Accounts;

/// <summary>
/// Identity's store on this datacentre's database. Values that Identity would store unencrypted, the authenticator app's key and the recovery
/// codes, are sealed first, bound to their account.
/// </summary>
internal sealed class AccountStore(Db db, IDataProtectionProvider protection) : UserOnlyStore<Account, Db, Guid>(db)
{
    public override Task SetTokenAsync(
        Account user,
        string loginProvider,
        string name,
        string? value,
        CancellationToken cancellationToken
    ) => base.SetTokenAsync(user, loginProvider, name, value is null ? null : Protector(user).Protect(value), cancellationToken);

    public override async Task<string?> GetTokenAsync(
        Account user,
        string loginProvider,
        string name,
        CancellationToken cancellationToken
    ) =>
        await base.GetTokenAsync(user, loginProvider, name, cancellationToken) is { } sealedValue
            ? Protector(user).Unprotect(sealedValue)
            : null;

    private IDataProtector Protector(Account user) => protection.CreateProtector("Tokenhouse.AccountToken", user.Id.ToString());
}

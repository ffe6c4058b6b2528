using Microsoft.AspNetCore.Identity;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Accounts;

/// <summary>Switches the second factor of an account on and off. The key and the recovery codes are in Identity's store, sealed.</summary>
public sealed class TwoFactor(UserManager<Account> accounts, SecondFactor factor)
{
    public const int RecoveryCodes = 10;

    // Where Identity's store keeps them; it has no operation that removes them.
    private const string Store = "[AspNetUserStore]";

    /// <summary>A new key for an authenticator app; one that was begun before is forgotten. Nothing happens while the second factor is on.</summary>
    public async Task Begin(Guid accountId)
    {
        if (await accounts.FindByIdAsync(accountId.ToString()) is { TwoFactorEnabled: false } account)
            await accounts.ResetAuthenticatorKeyAsync(account);
    }

    /// <summary>The key that waits for its first code; null when there is none, or when the second factor is on already.</summary>
    public async Task<string?> PendingKey(Guid accountId) =>
        await accounts.FindByIdAsync(accountId.ToString()) is { TwoFactorEnabled: false } account
            ? await accounts.GetAuthenticatorKeyAsync(account)
            : null;

    /// <summary>Switches it on by the first code. The recovery codes are returned this once; null when the code is wrong.</summary>
    public async Task<IReadOnlyList<string>?> Confirm(Guid accountId, string typed)
    {
        var code = typed.Replace(" ", "", StringComparison.Ordinal);
        if (
            await accounts.FindByIdAsync(accountId.ToString()) is not { TwoFactorEnabled: false } account
            || !await factor.IsTotp(account, code)
        )
            return null;
        var codes = await Renew(account); // before it is on, so that nobody is ever locked out without them
        return codes is not null && (await accounts.SetTwoFactorEnabledAsync(account, enabled: true)).Succeeded ? codes : null;
    }

    /// <summary>New recovery codes instead of those before; null when the second factor is off.</summary>
    public async Task<IReadOnlyList<string>?> Renew(Guid accountId) =>
        await accounts.FindByIdAsync(accountId.ToString()) is { TwoFactorEnabled: true } account ? await Renew(account) : null;

    public async Task<int> RecoveryCodesLeft(Guid accountId) =>
        await accounts.FindByIdAsync(accountId.ToString()) is { } account ? await accounts.CountRecoveryCodesAsync(account) : 0;

    /// <summary>Forgets wrong codes, after a new password was chosen.</summary>
    public Task Forgive(Guid accountId) => factor.Forgive(accountId);

    /// <summary>Switches it off and forgets the key and the codes.</summary>
    public async Task<bool> SwitchOff(Guid accountId)
    {
        if (await accounts.FindByIdAsync(accountId.ToString()) is not { } account)
            return false;
        return (await accounts.SetTwoFactorEnabledAsync(account, enabled: false)).Succeeded
            && (await accounts.RemoveAuthenticationTokenAsync(account, Store, "AuthenticatorKey")).Succeeded
            && (await accounts.RemoveAuthenticationTokenAsync(account, Store, "RecoveryCodes")).Succeeded;
    }

    private async Task<IReadOnlyList<string>?> Renew(Account account) =>
        (await accounts.GenerateNewTwoFactorRecoveryCodesAsync(account, RecoveryCodes))?.ToList();
}

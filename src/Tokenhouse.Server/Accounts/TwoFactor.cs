using Microsoft.AspNetCore.Identity;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Accounts;

/// <summary>Turns an account's second factor on and off. The key and the recovery codes are sealed in Identity's store.</summary>
public sealed class TwoFactor(UserManager<Account> accounts, SecondFactor factor)
{
    public const int RecoveryCodes = 10;

    // Where Identity's store keeps them. It has no operation to remove them.
    private const string Store = "[AspNetUserStore]";

    /// <summary>A new key for an authenticator app, replacing an unfinished one. Does nothing while the second factor is on.</summary>
    public async Task Begin(Guid accountId)
    {
        if (await accounts.FindByIdAsync(accountId.ToString()) is { TwoFactorEnabled: false } account)
            await accounts.ResetAuthenticatorKeyAsync(account);
    }

    /// <summary>The key that waits for its first code; null if there is none, or if the second factor is already on.</summary>
    public async Task<string?> PendingKey(Guid accountId) =>
        await accounts.FindByIdAsync(accountId.ToString()) is { TwoFactorEnabled: false } account
            ? await accounts.GetAuthenticatorKeyAsync(account)
            : null;

    /// <summary>Turns it on with the first code. Returns the recovery codes this one time; null if the code is wrong.</summary>
    public async Task<IReadOnlyList<string>?> Confirm(Guid accountId, string typed)
    {
        var code = typed.Replace(" ", "", StringComparison.Ordinal);
        if (
            await accounts.FindByIdAsync(accountId.ToString()) is not { TwoFactorEnabled: false } account
            || !await factor.IsTotp(account, code)
        )
            return null;
        var codes = await Renew(account); // before it is on, so that people are never locked out without them
        return codes is not null && (await accounts.SetTwoFactorEnabledAsync(account, enabled: true)).Succeeded ? codes : null;
    }

    /// <summary>Replaces the recovery codes; null if the second factor is off.</summary>
    public async Task<IReadOnlyList<string>?> Renew(Guid accountId) =>
        await accounts.FindByIdAsync(accountId.ToString()) is { TwoFactorEnabled: true } account ? await Renew(account) : null;

    public async Task<int> RecoveryCodesLeft(Guid accountId) =>
        await accounts.FindByIdAsync(accountId.ToString()) is { } account ? await accounts.CountRecoveryCodesAsync(account) : 0;

    /// <summary>Resets the count of wrong codes after a new password was chosen.</summary>
    public Task ResetFailures(Guid accountId) => factor.ResetFailures(accountId);

    /// <summary>Turns it off and deletes the key and the codes.</summary>
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

using Microsoft.AspNetCore.Identity;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Accounts;

/// <summary>Passkeys: add them to an account, sign in with them, and remove them. Identity verifies the signatures (WebAuthn, 7).</summary>
public sealed class Passkeys(
    IPasskeyHandler<Account> webAuthn,
    UserManager<Account> accounts,
    PasskeyChallengeProtector seal,
    TimeProvider clock
)
{
    public const int Most = 20;
    public const int LongestName = 50;

    /// <summary>No authenticator sends longer responses.</summary>
    public const int LongestAnswer = 20_000;

    /// <summary>Lets a browser sign in with any passkey it has for this datacentre.</summary>
    public async Task<PasskeyChallenge> ToSignIn(HttpContext http, Site site)
    {
        var made = await webAuthn.MakeRequestOptionsAsync(user: null, http);
        return new(made.RequestOptionsJson, seal.Seal(SigningInAt(site), made.AssertionState!));
    }

    /// <summary>The account of the passkey that responded, and whether it is accepted.</summary>
    public async Task<PasskeyResult> SignIn(HttpContext http, Site site, string answer, string sealedState)
    {
        if (answer.Length > LongestAnswer || seal.Open(SigningInAt(site), sealedState) is not { } state)
            return PasskeyResult.Wrong($"the page was open for too long, or belongs to another site");
        var result = await webAuthn.PerformAssertionAsync(
            new()
            {
                HttpContext = http,
                CredentialJson = answer,
                AssertionState = state,
            }
        );
        if (!result.Succeeded)
            return PasskeyResult.Wrong($"it wasn't added here, or its signature is wrong");
        if (result.User.DisabledAt is { } since)
            return new(result.User, PasswordResult.Disabled(since).Refusal);
        if (!await seal.IsFirstUse(state))
            return PasskeyResult.Wrong($"its response was already used", result.User);
        // Stores the new signature counter. If the account was changed at the same time, the person has to try again.
        return (await accounts.AddOrUpdatePasskeyAsync(result.User, result.Passkey)).Succeeded
            ? new(result.User, Refusal: null)
            : PasskeyResult.Wrong($"the account was changed at that moment", result.User);
    }

    /// <summary>Lets a browser create a passkey for the account.</summary>
    public async Task<PasskeyChallenge> ToAdd(HttpContext http, Site site, Account account)
    {
        var person = new PasskeyUserEntity
        {
            Id = account.Id.ToString(),
            Name = account.Email!,
            DisplayName = account.Name,
        };
        var made = await webAuthn.MakeCreationOptionsAsync(person, http);
        return new(made.CreationOptionsJson, seal.Seal(AddingAt(site, account), made.AttestationState!));
    }

    public async Task<bool> Add(HttpContext http, Site site, Account account, string name, (string Answer, string SealedState) made)
    {
        if (made.Answer.Length > LongestAnswer || seal.Open(AddingAt(site, account), made.SealedState) is not { } state)
            return false;
        var result = await webAuthn.PerformAttestationAsync(
            new()
            {
                HttpContext = http,
                CredentialJson = made.Answer,
                AttestationState = state,
            }
        );
        if (
            !result.Succeeded
            || !await seal.IsFirstUse(state)
            || await accounts.FindByIdAsync(account.Id.ToString()) is not { } owner
            || (await accounts.GetPasskeysAsync(owner)).Count >= Most
        )
            return false;
        return (await accounts.AddOrUpdatePasskeyAsync(owner, Named(result.Passkey, name))).Succeeded;
    }

    /// <summary>The account's passkeys, newest first.</summary>
    public async Task<IReadOnlyList<UserPasskeyInfo>> List(Account account) =>
        [.. (await accounts.GetPasskeysAsync(account)).OrderByDescending(passkey => passkey.CreatedAt)];

    public async Task Remove(Guid accountId, byte[] credentialId)
    {
        if (await accounts.FindByIdAsync(accountId.ToString()) is { } account)
            await accounts.RemovePasskeyAsync(account, credentialId);
    }

    // Identity uses the system clock; this uses the injected clock like everything else.
    private UserPasskeyInfo Named(UserPasskeyInfo made, string name) =>
        new(
            made.CredentialId,
            made.PublicKey,
            clock.GetUtcNow(),
            made.SignCount,
            made.Transports,
            made.IsUserVerified,
            made.IsBackupEligible,
            made.IsBackedUp,
            made.AttestationObject,
            made.ClientDataJson
        )
        {
            Name = name,
        };

    private static string SigningInAt(Site site) => $"sign in at {site.Issuer}";

    private static string AddingAt(Site site, Account account) => $"add at {site.Issuer} to {account.Id}";
}

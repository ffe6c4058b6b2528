using Microsoft.AspNetCore.DataProtection;
using Tokenhouse.Server.RateLimiting;

namespace Tokenhouse.Server.Accounts;

/// <summary>
/// Seals a passkey's challenge into its page, with its purpose, site, account and expiry. Viewing a page
/// stores nothing. A used challenge is remembered, and isn't accepted again.
/// </summary>
public sealed class PasskeyChallengeProtector(IDataProtectionProvider protection, AttemptThrottle throttle, TimeProvider clock)
{
    /// <summary>At most as long as a use is remembered: see <see cref="IsFirstUse"/>.</summary>
    public static readonly TimeSpan Lifetime = AttemptThrottle.Window;

    private readonly IDataProtector protector = protection.CreateProtector("Tokenhouse.Passkey");

    /// <param name="use">The purpose. A state sealed for one purpose can't be unsealed for another.</param>
    /// <param name="state">The state with the challenge.</param>
    public string Seal(string use, string state) => For(use).Protect(clock.GetUtcNow() + Lifetime, state);

    /// <summary>Null if it isn't ours, is for another purpose, or is too old.</summary>
    public string? Open(string use, string value) => For(use).Unprotect(value, count: 1)?.Values[0];

    /// <summary>Whether its challenge is unused, and marks it as used. Call it once the signature is verified.</summary>
    public Task<bool> IsFirstUse(string state) => throttle.IsFirst("passkey\n" + state);

    private ProtectedState For(string use) => new(protector.CreateProtector(use), clock);
}

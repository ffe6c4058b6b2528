using Microsoft.AspNetCore.DataProtection;

namespace Tokenhouse.Server.Accounts;

/// <summary>
/// Keeps the challenge of a passkey in the page that shows it, sealed: for which use, at which site, for which account, and until when. Whoever
/// only looks at a page leaves nothing behind here; what is used is remembered, and is not accepted again.
/// </summary>
public sealed class PasskeySeal(IDataProtectionProvider protection, Throttling throttling, TimeProvider clock)
{
    /// <summary>Not longer than a use is remembered: see <see cref="IsFirstUse"/>.</summary>
    public static readonly TimeSpan Lifetime = Throttling.Window;

    private readonly IDataProtector protector = protection.CreateProtector("Tokenhouse.Passkey");

    /// <param name="use">What the state is for: nothing that is sealed for one use opens for another.</param>
    /// <param name="state">With the challenge.</param>
    public string Seal(string use, string state) => For(use).Protect(clock.GetUtcNow() + Lifetime, state);

    /// <summary>Null: it is none of ours, is for another use, or is too old.</summary>
    public string? Open(string use, string value) => For(use).Unprotect(value, count: 1)?.Values[0];

    /// <summary>Whether its challenge was not used before; if so, it is now. It is asked once the signature is known to be right.</summary>
    public Task<bool> IsFirstUse(string state) => throttling.IsFirst("passkey\n" + state);

    private ProtectedState For(string use) => new(protector.CreateProtector(use), clock);
}

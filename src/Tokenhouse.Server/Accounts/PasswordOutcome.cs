using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Accounts;

/// <summary>What came of a mail address and a password.</summary>
/// <param name="Account">Whose they are; null when they are wrong.</param>
/// <param name="IsThrottled">Whether there were too many attempts, so that this one was not looked at.</param>
public sealed record PasswordOutcome(Account? Account, bool IsThrottled)
{
    public static readonly PasswordOutcome Wrong = new(null, IsThrottled: false);
    public static readonly PasswordOutcome Throttled = new(null, IsThrottled: true);
}

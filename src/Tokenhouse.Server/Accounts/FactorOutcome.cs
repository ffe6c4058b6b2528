namespace Tokenhouse.Server.Accounts;

/// <summary>The result of checking a second factor.</summary>
/// <param name="IsRight">Whether it was correct, and is now spent. Otherwise it was wrong, already used, or not checked.</param>
/// <param name="Wait">How long until the next code is checked; null if this one was.</param>
public sealed record FactorOutcome(bool IsRight, TimeSpan? Wait = null)
{
    public static readonly FactorOutcome Right = new(IsRight: true);
    public static readonly FactorOutcome Wrong = new(IsRight: false);
}

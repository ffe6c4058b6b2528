namespace Tokenhouse.Server.Accounts;

/// <summary>What came of a second factor.</summary>
/// <param name="IsRight">It was right, and is used up. Otherwise it was wrong, was used before, or was not looked at.</param>
/// <param name="Wait">How long until the next code is looked at; null: this one was.</param>
public sealed record FactorOutcome(bool IsRight, TimeSpan? Wait = null)
{
    public static readonly FactorOutcome Right = new(IsRight: true);
    public static readonly FactorOutcome Wrong = new(IsRight: false);
}

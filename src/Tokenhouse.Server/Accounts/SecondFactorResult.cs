namespace Tokenhouse.Server.Accounts;

/// <summary>The result of checking a second factor.</summary>
/// <param name="IsRight">Whether it was correct, and is now spent. Otherwise it was wrong, already used, or not checked.</param>
/// <param name="Wait">How long until the next code is checked; null if this one was.</param>
public sealed record SecondFactorResult(bool IsRight, TimeSpan? Wait = null)
{
    public static readonly SecondFactorResult Right = new(IsRight: true);
    public static readonly SecondFactorResult Wrong = new(IsRight: false);
}

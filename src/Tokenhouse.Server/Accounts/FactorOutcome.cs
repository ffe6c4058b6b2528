namespace Tokenhouse.Server.Accounts;

/// <summary>What came of a second factor.</summary>
public enum FactorOutcome
{
    /// <summary>It was right, and is used up.</summary>
    Right,

    /// <summary>It was wrong, or was used before.</summary>
    Wrong,

    /// <summary>There were too many attempts, so that this one was not looked at.</summary>
    Throttled,
}

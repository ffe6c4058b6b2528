namespace Tokenhouse.Core;

/// <summary>What a refresh token gets that is sent again after it was spent.</summary>
public enum RefreshRepeat
{
    /// <summary>Nothing: two parties have it, so its family ends.</summary>
    Reuse,

    /// <summary>The family's unspent token: everything since was spent within the window.</summary>
    Newest,

    /// <summary>Its direct successor, which nothing used: the response was lost, or took long. The tenant's log notes it.</summary>
    LateSuccessor,
}

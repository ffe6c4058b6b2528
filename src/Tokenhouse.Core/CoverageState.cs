namespace Tokenhouse.Core;

/// <summary>Whether contracts cover a scope at a moment.</summary>
public enum CoverageState
{
    /// <summary>No contract lists it.</summary>
    NotListed,

    /// <summary>A contract lists it, and begins later.</summary>
    NotBegun,

    /// <summary>It is covered.</summary>
    Current,

    /// <summary>The contracts that listed it have ended.</summary>
    Ended,
}

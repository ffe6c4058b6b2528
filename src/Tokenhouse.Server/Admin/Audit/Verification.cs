namespace Tokenhouse.Server.Admin.Audit;

/// <summary>What came of walking through the whole audit of a tenant.</summary>
/// <param name="IsWhole">Whether every entry follows the one before it, and the noted hash, if there was one, is among theirs.</param>
/// <param name="Sentence">The same in words.</param>
public sealed record Verification(bool IsWhole, string Sentence)
{
    /// <summary>How many entries, from the first, are as they were written.</summary>
    public required long Verified { get; init; }

    /// <summary>The hash of the last of them; none: there is none.</summary>
    public required string? LastHash { get; init; }
}

namespace Tokenhouse.Server.Hub.Audit;

/// <summary>The result of verifying a tenant's audit.</summary>
/// <param name="IsWhole">Whether the chain is unbroken and contains the noted hash, if there is one.</param>
/// <param name="Sentence">The result as a sentence.</param>
public sealed record Verification(bool IsWhole, string Sentence)
{
    /// <summary>The number of unchanged entries from the first.</summary>
    public required long Verified { get; init; }

    /// <summary>The hash of the last of them; null if there are none.</summary>
    public required string? LastHash { get; init; }
}

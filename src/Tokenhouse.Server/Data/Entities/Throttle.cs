namespace Tokenhouse.Server.Data.Entities;

/// <summary>
/// Failed sign-in attempts, counted per account and network: guessing is stopped at its source, and the
/// person isn't affected elsewhere.
/// </summary>
public sealed class Throttle
{
    /// <summary>A hash of what is counted, so that the table contains no names.</summary>
    public required byte[] Key { get; init; }

    public required int Failures { get; set; }

    /// <summary>When the count is reset.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }
}

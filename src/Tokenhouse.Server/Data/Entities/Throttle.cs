namespace Tokenhouse.Server.Data.Entities;

/// <summary>
/// Failed attempts to sign in, counted for an account as seen from one network: guessing is stopped where it comes from, and the
/// person elsewhere notices nothing.
/// </summary>
public sealed class Throttle
{
    /// <summary>A hash of what is counted, so that the table names nobody.</summary>
    public required byte[] Key { get; init; }

    public required int Failures { get; set; }

    /// <summary>When counting begins anew.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }
}

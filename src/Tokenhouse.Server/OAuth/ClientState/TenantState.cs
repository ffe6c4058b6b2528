namespace Tokenhouse.Server.OAuth.ClientState;

/// <summary>What an API must know about the clients of one tenant.</summary>
internal sealed class TenantState
{
    public required long TenantId { get; init; }

    /// <summary>The clients that are disabled, or whose tenant is.</summary>
    public IReadOnlyList<string> Disabled { get; init; } = [];

    /// <summary>The lists of each restricted client.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ListsOf { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Until when a client is exempt.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> ExemptUntil { get; init; } = new Dictionary<string, DateTimeOffset>();

    /// <summary>The networks on each list that has any.</summary>
    public required ILookup<string, string> Networks { get; init; }

    public RevokedTokens Revoked { get; init; } = RevokedTokens.None;

    /// <summary>When an entry expires; null if none does.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Sentences about bounds that are nearly reached.</summary>
    public IReadOnlyList<string> NearBounds { get; init; } = [];

    /// <summary>Whether there is anything to report.</summary>
    public bool IsEmpty => Disabled.Count == 0 && ListsOf.Count == 0 && Revoked.IsEmpty;
}

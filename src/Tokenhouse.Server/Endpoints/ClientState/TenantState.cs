namespace Tokenhouse.Server.Endpoints.ClientState;

/// <summary>What an API must know of the clients of one tenant.</summary>
internal sealed class TenantState
{
    public required long TenantId { get; init; }

    /// <summary>The clients that are disabled, or whose tenant is.</summary>
    public IReadOnlyList<string> Disabled { get; init; } = [];

    /// <summary>The lists that count for each client that may not call from everywhere.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ListsOf { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Until when a client may call from everywhere nevertheless.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> ExemptUntil { get; init; } = new Dictionary<string, DateTimeOffset>();

    /// <summary>The networks on each list, as far as there are any.</summary>
    public required ILookup<string, string> Networks { get; init; }

    public RevokedTokens Revoked { get; init; } = RevokedTokens.None;

    /// <summary>When something in it ends by itself; null: nothing does.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Sentences about what comes near a bound.</summary>
    public IReadOnlyList<string> NearBounds { get; init; } = [];

    /// <summary>Whether there is anything to say.</summary>
    public bool IsEmpty => Disabled.Count == 0 && ListsOf.Count == 0 && Revoked.IsEmpty;
}

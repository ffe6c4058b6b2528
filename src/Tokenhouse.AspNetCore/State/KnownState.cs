using System.Collections.Frozen;

namespace Tokenhouse.AspNetCore.State;

/// <summary>
/// What an authority said of its clients, and when. Each tenant is kept by itself: one whose state cannot be read grows old alone. An authority of
/// an earlier release says everything of all tenants in one document.
/// </summary>
internal sealed record KnownState
{
    /// <summary>By which the authority is asked whether anything changed.</summary>
    public required string? ETag { get; init; }

    /// <summary>When the authority was last asked and its answer found to hold.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The one document of an earlier release.</summary>
    public ClientState? OfAll { get; init; }

    /// <summary>The tenants of which there is anything to say, each with its version.</summary>
    public FrozenDictionary<long, string> Index { get; init; } = FrozenDictionary<long, string>.Empty;

    /// <summary>What was read of them.</summary>
    public FrozenDictionary<long, OfTenant> Tenants { get; init; } = FrozenDictionary<long, OfTenant>.Empty;

    /// <summary>Sentences for the health check: what comes near its bound.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The tenants of which another version was read than the authority named last, or none.</summary>
    public IReadOnlyList<long> Missing { get; init; } = [];

    /// <summary>What is known of a tenant's clients, and as of when; no state: there is one that could not be read yet.</summary>
    public (ClientState? State, DateTimeOffset At) Of(long tenant) =>
        OfAll is not null ? (OfAll, At)
        : Tenants.TryGetValue(tenant, out var known) ? (known.State, known.HeldUntil ?? At)
        : Index.ContainsKey(tenant) ? (null, At)
        : (ClientState.Nothing, At);

    /// <summary>One tenant.</summary>
    /// <param name="Version">Which was read.</param>
    /// <param name="State">What it says.</param>
    /// <param name="HeldUntil">When it was last known to hold; null: it still does, whenever the authority is asked.</param>
    public sealed record OfTenant(string Version, ClientState State, DateTimeOffset? HeldUntil);
}

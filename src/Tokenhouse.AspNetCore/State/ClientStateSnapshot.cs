using System.Collections.Frozen;

namespace Tokenhouse.AspNetCore.State;

/// <summary>
/// The state of an authority's clients, and when it was read. Each tenant is stored separately: if one can't be read, only its state becomes old. An
/// authority of an earlier release returns one document for all tenants.
/// </summary>
internal sealed record ClientStateSnapshot
{
    /// <summary>The entity tag, to ask the authority whether anything changed.</summary>
    public required string? ETag { get; init; }

    /// <summary>When the state was last confirmed by the authority.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The one document of an earlier release.</summary>
    public ClientState? OfAll { get; init; }

    /// <summary>The tenants with something to report, each with its version.</summary>
    public FrozenDictionary<long, string> Index { get; init; } = FrozenDictionary<long, string>.Empty;

    /// <summary>The state of each tenant that was read.</summary>
    public FrozenDictionary<long, OfTenant> Tenants { get; init; } = FrozenDictionary<long, OfTenant>.Empty;

    /// <summary>Sentences for the health check about bounds that are nearly reached.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The tenants whose state is missing or isn't the version the authority listed last.</summary>
    public IReadOnlyList<long> Missing { get; init; } = [];

    /// <summary>The state of a tenant's clients and its time; no state if it hasn't been read yet.</summary>
    public (ClientState? State, DateTimeOffset At) Of(long tenant) =>
        OfAll is not null ? (OfAll, At)
        : Tenants.TryGetValue(tenant, out var known) ? (known.State, known.HeldUntil ?? At)
        : Index.ContainsKey(tenant) ? (null, At)
        : (ClientState.Nothing, At);

    /// <summary>One tenant.</summary>
    /// <param name="Version">The version that was read.</param>
    /// <param name="State">The state of its clients.</param>
    /// <param name="HeldUntil">When it was last confirmed; null if it is current as of the last poll.</param>
    public sealed record OfTenant(string Version, ClientState State, DateTimeOffset? HeldUntil);
}

namespace Tokenhouse.Server.OAuth.ClientState;

/// <summary>The tenants with something to report to an API, at a given time.</summary>
internal sealed record ClientStateIndex(
    ClientStateDocument Document,
    IReadOnlyDictionary<long, TenantStateVersion> Tenants,
    DateTimeOffset MadeAt
)
{
    /// <summary>When the first of them must be read again even without a change.</summary>
    public DateTimeOffset? EndsAt { get; } = Tenants.Values.Min(tenant => tenant.EndsAt);
}

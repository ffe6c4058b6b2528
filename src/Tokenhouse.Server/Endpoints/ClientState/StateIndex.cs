namespace Tokenhouse.Server.Endpoints.ClientState;

/// <summary>The tenants with something to report to an API, at a given time.</summary>
internal sealed record StateIndex(ClientStateDocument Document, IReadOnlyDictionary<long, TenantVersion> Tenants, DateTimeOffset MadeAt)
{
    /// <summary>When the first of them must be read again even without a change.</summary>
    public DateTimeOffset? EndsAt { get; } = Tenants.Values.Min(tenant => tenant.EndsAt);
}

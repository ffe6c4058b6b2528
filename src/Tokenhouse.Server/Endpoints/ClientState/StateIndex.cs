namespace Tokenhouse.Server.Endpoints.ClientState;

/// <summary>The tenants of which there is anything to say to an API, as of a moment.</summary>
internal sealed record StateIndex(ClientStateDocument Document, IReadOnlyDictionary<long, TenantVersion> Tenants, DateTimeOffset MadeAt)
{
    /// <summary>When the first of them must be read again although nothing changes.</summary>
    public DateTimeOffset? EndsAt { get; } = Tenants.Values.Min(tenant => tenant.EndsAt);
}

namespace Tokenhouse.Server.Admin.Requests;

/// <summary>A request that waits for an operator.</summary>
/// <param name="Tenant">The slug of the tenant that asks.</param>
/// <param name="TenantDisplayName">What it is called.</param>
/// <param name="Request">The request.</param>
/// <param name="Waiting">How long it has waited.</param>
/// <param name="Beyond">Scopes that it asks for and no contract of the tenant has now.</param>
public sealed record QueueEntry(
    string Tenant,
    string TenantDisplayName,
    RequestEntry Request,
    TimeSpan Waiting,
    IReadOnlyList<string> Beyond
);

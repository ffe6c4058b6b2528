namespace Tokenhouse.Server.Hub.Requests;

/// <summary>A pending request.</summary>
/// <param name="Tenant">The slug of the requesting tenant.</param>
/// <param name="TenantDisplayName">Its name.</param>
/// <param name="Request">The request.</param>
/// <param name="Waiting">How long it has been pending.</param>
/// <param name="Beyond">Requested scopes that no current contract of the tenant has.</param>
public sealed record QueueEntry(
    string Tenant,
    string TenantDisplayName,
    RequestEntry Request,
    TimeSpan Waiting,
    IReadOnlyList<string> Beyond
);

namespace Tokenhouse.Core;

/// <summary>The client to which the event log attributes a request.</summary>
/// <param name="ClientId">An existing client; never text from the request.</param>
/// <param name="TenantId">The client's tenant.</param>
/// <param name="SecretId">The proved secret, if any.</param>
public sealed record AttributedClient(string ClientId, long TenantId, Guid? SecretId = null)
{
    /// <summary>The matching allowlist entries.</summary>
    public IReadOnlyList<Guid> AdmittedBy { get; init; } = [];
}

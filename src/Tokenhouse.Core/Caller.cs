namespace Tokenhouse.Core;

/// <summary>Whom a request is put down to in the event log.</summary>
/// <param name="ClientId">A client that exists; never text that a stranger sent.</param>
/// <param name="TenantId">The client's tenant.</param>
/// <param name="SecretId">The secret that was proved, if one was.</param>
public sealed record Caller(string ClientId, long TenantId, Guid? SecretId = null)
{
    /// <summary>The entries of allowlists that let the request in.</summary>
    public IReadOnlyList<Guid> AdmittedBy { get; init; } = [];
}

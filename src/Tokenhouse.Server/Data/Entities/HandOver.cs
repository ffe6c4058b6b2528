using Tokenhouse.Core;

namespace Tokenhouse.Server.Data.Entities;

/// <summary>
/// A link with which a member of the tenant collects the first secret of a credential, once. Until it is used, the secret doesn't exist. Only
/// the link's hash is stored.
/// </summary>
public sealed class HandOver : IEnvironmentOwned
{
    public required byte[] Hash { get; init; }

    public required long TenantId { get; init; }

    public required TenantEnvironment Environment { get; init; }

    public required string ClientId { get; init; }

    public required string MadeBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? SpentAt { get; set; }
}

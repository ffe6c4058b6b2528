using Tokenhouse.Core;

namespace Tokenhouse.Server.Data.Entities;

/// <summary>How many tokens a client got through a dialect in one minute.</summary>
public sealed class Usage : IEnvironmentOwned
{
    public required long TenantId { get; init; }

    public required TenantEnvironment Environment { get; init; }

    public required string ClientId { get; init; }

    public required string Dialect { get; init; }

    public required DateTimeOffset Minute { get; init; }

    public required long Issued { get; init; }
}

namespace Tokenhouse.Server.Data.Entities;

/// <summary>How many tokens a client got through a dialect in one minute.</summary>
public sealed class Usage : IOwned
{
    public required long TenantId { get; init; }

    public required Environment Environment { get; init; }

    public required string ClientId { get; init; }

    public required string Dialect { get; init; }

    public required DateTimeOffset Minute { get; init; }

    public required long Issued { get; init; }
}

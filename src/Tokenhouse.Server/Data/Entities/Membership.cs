namespace Tokenhouse.Server.Data.Entities;

/// <summary>An account belongs to a tenant. Clients of the tenant act for its members and for nobody else.</summary>
public sealed class Membership : IPublished, IVersioned
{
    public required Guid AccountId { get; init; }

    public required long TenantId { get; init; }

    public required Role Role { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public int Version { get; set; }

    public Subject Subject => Subject.Account(AccountId);
}

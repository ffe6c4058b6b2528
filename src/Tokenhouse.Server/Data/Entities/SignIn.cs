namespace Tokenhouse.Server.Data.Entities;

/// <summary>A person signed in: once for each tenant that they are a member of. What is alike within a second is one row with a count.</summary>
public sealed class SignIn : IOwned
{
    public required Guid Id { get; init; }

    public required long TenantId { get; init; }

    /// <summary>At the sign-in host of which environment.</summary>
    public required Environment Environment { get; init; }

    /// <summary>The mail address of the account.</summary>
    public required string Person { get; init; }

    public required string Address { get; init; }

    /// <summary>The correlation id of the first of them.</summary>
    public required string CorrelationId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required long Count { get; init; }
}

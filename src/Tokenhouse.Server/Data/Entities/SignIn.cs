using Tokenhouse.Core;

namespace Tokenhouse.Server.Data.Entities;

/// <summary>A sign-in, once for each tenant of the person. Identical ones within a second are one row with a count.</summary>
public sealed class SignIn : IEnvironmentOwned
{
    public required Guid Id { get; init; }

    public required long TenantId { get; init; }

    /// <summary>The environment of the sign-in host.</summary>
    public required TenantEnvironment Environment { get; init; }

    /// <summary>The account's email address.</summary>
    public required string Person { get; init; }

    public required string Address { get; init; }

    /// <summary>The correlation ID of the first of them.</summary>
    public required string CorrelationId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required long Count { get; init; }
}

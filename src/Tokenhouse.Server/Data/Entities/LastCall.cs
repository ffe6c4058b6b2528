using Tokenhouse.Core;

namespace Tokenhouse.Server.Data.Entities;

/// <summary>
/// When a client last got a token through a dialect, to the minute: one row, however much it calls, for lists over thousands of
/// clients at once.
/// </summary>
public sealed class LastCall : IEnvironmentOwned
{
    public required long TenantId { get; init; }

    public required TenantEnvironment Environment { get; init; }

    public required string ClientId { get; init; }

    public required string Dialect { get; init; }

    public required DateTimeOffset At { get; init; }
}

using Tokenhouse.Core;

namespace Tokenhouse.Server.Data.Entities;

/// <summary>The number of rows of one day's unproved refusals of one kind, which counts for the daily bound on all servers together.</summary>
public sealed class UnprovedDay : IEnvironmentOwned
{
    public required long TenantId { get; init; }

    public required TenantEnvironment Environment { get; init; }

    /// <summary>The name of the <see cref="Tokenhouse.Core.RefusalKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Its start (UTC).</summary>
    public required DateTimeOffset Day { get; init; }

    /// <summary>How many rows were requested. Those beyond the bound weren't written.</summary>
    public required long Rows { get; init; }
}

using System.Text.Json.Serialization;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Contracts;

/// <summary>A contract on pages and in the API.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Environment"><c>LIVE</c> or <c>UAT</c>.</param>
/// <param name="Scopes">Its scopes.</param>
/// <param name="From">When it starts.</param>
/// <param name="Until">When it ends, exclusive; null for no end date.</param>
/// <param name="Version">The version to send with a change.</param>
public sealed record ContractEntry(
    Guid Id,
    string Environment,
    IReadOnlyList<string> Scopes,
    DateTimeOffset From,
    DateTimeOffset? Until,
    int Version
) : IHasVersion
{
    /// <summary>The last day, in UTC; null for no end date.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateOnly? LastDay => LastDayOf(Until);

    /// <summary><c>ahead</c>, <c>current</c> or <c>ended</c>.</summary>
    public required string Phase { get; init; }

    /// <summary>What would stop working if it ended now.</summary>
    public IReadOnlyList<Loss> LostNow { get; init; } = [];

    /// <summary>What will stop working when it ends, unless another contract covers it.</summary>
    public IReadOnlyList<Loss> LostAtEnd { get; init; } = [];

    /// <summary>End times are exclusive: midnight is the end of the previous day.</summary>
    internal static DateOnly? LastDayOf(DateTimeOffset? until) =>
        until is { } end ? DateOnly.FromDateTime(end.UtcDateTime.AddTicks(-1)) : null;

    internal static ContractEntry Of(Contract row, DateTimeOffset now) =>
        new(row.Id, Tokenhouse.Server.Hub.Shared.ClientKey.Format(row.Environment), row.Scopes, row.From, row.Until, row.Version)
        {
            Phase =
                row.Terms.IsCurrent(now) ? "current"
                : row.From > now ? "ahead"
                : "ended",
        };
}

using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Contracts;

/// <summary>A contract, as people and programs see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Environment"><c>live</c> or <c>uat</c>.</param>
/// <param name="Scopes">What it grants.</param>
/// <param name="From">The first moment at which it counts.</param>
/// <param name="Until">The first moment at which it no longer does; none: it has no end.</param>
/// <param name="Version">What to send along with a change.</param>
public sealed record ContractEntry(
    Guid Id,
    string Environment,
    IReadOnlyList<string> Scopes,
    DateTimeOffset From,
    DateTimeOffset? Until,
    int Version
) : IHasVersion
{
    /// <summary><c>ahead</c>, <c>current</c> or <c>ended</c>.</summary>
    public required string Phase { get; init; }

    /// <summary>What would be lost if it ended now.</summary>
    public IReadOnlyList<Loss> LostNow { get; init; } = [];

    /// <summary>What will be lost when it ends, if nothing is agreed until then.</summary>
    public IReadOnlyList<Loss> LostAtEnd { get; init; } = [];

    internal static ContractEntry Of(Contract row, DateTimeOffset now) =>
        new(row.Id, Clients.ClientKey.Spelled(row.Environment), row.Scopes, row.From, row.Until, row.Version)
        {
            Phase =
                row.Terms.IsCurrent(now) ? "current"
                : row.From > now ? "ahead"
                : "ended",
        };
}

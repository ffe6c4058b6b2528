using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Hub.Allowlists;

/// <summary>An allowlist entry on pages and in the API.</summary>
public sealed record NetworkEntry(
    Guid Id,
    string Network,
    string Label,
    string AddedBy,
    DateTimeOffset AddedAt,
    DateTimeOffset? LastMatchedAt
)
{
    internal static NetworkEntry Of(AllowedNetwork row) => new(row.Id, row.Network, row.Label, row.AddedBy, row.AddedAt, row.LastMatchedAt);
}

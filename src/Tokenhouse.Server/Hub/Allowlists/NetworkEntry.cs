using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Hub.Allowlists;

/// <summary>An allowlist entry on pages and in the API.</summary>
/// <param name="Id">Its ID.</param>
/// <param name="Network">The network in CIDR notation. A single address is <c>/32</c>, or <c>/128</c> for IPv6.</param>
/// <param name="Label">A label for colleagues, or empty.</param>
/// <param name="AddedBy">Who added it: an email address or a client ID.</param>
/// <param name="AddedAt">When it was added.</param>
/// <param name="LastMatchedAt">When it last allowed a request; null if never.</param>
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

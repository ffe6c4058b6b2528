using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Hub.Allowlists;

/// <summary>An exemption of a client from its allowlists, current or past.</summary>
public sealed record ExemptionEntry(
    Guid Id,
    string Reason,
    string GrantedBy,
    DateTimeOffset GrantedAt,
    DateTimeOffset EndsAt,
    string? WithdrawnBy,
    DateTimeOffset? WithdrawnAt
)
{
    public bool IsInForceAt(DateTimeOffset now) => WithdrawnAt is null && EndsAt > now;

    internal static ExemptionEntry Of(AllowlistExemption row) =>
        new(row.Id, row.Reason, row.GrantedBy, row.GrantedAt, row.EndsAt, row.WithdrawnBy, row.WithdrawnAt);
}

using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Hub.Allowlists;

/// <summary>An exemption of a client from its allowlists, current or past.</summary>
/// <param name="Id">Its ID.</param>
/// <param name="Reason">Why it was granted.</param>
/// <param name="GrantedBy">Who granted it: an email address or a client ID.</param>
/// <param name="GrantedAt">When it was granted.</param>
/// <param name="EndsAt">When it expires.</param>
/// <param name="WithdrawnBy">Who withdrew it; null if it wasn't withdrawn.</param>
/// <param name="WithdrawnAt">When it was withdrawn; null if it wasn't.</param>
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

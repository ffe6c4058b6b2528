using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Secrets;

/// <summary>A secret as people and programs see it: everything but itself.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Hint">Its last characters, by which people tell secrets apart.</param>
/// <param name="State">Whether it works.</param>
/// <param name="MadeBy">Who made it; empty where it came with the credential.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="LastUsedAt">When it was last used, as far as it ever was.</param>
/// <param name="ExpiresAt">When it ends by itself; none: never.</param>
/// <param name="EndedAt">When somebody ended it.</param>
public sealed record SecretEntry(
    Guid Id,
    string Hint,
    SecretState State,
    string MadeBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? EndedAt
)
{
    /// <summary>Whether it can be shown again.</summary>
    public bool CanBeRevealed { get; init; }

    internal static SecretEntry Of(Secret row, DateTimeOffset now) =>
        new(row.Id, row.Hint, row.State(now), row.MadeBy, row.CreatedAt, row.LastUsedAt, row.ExpiresAt, row.DisabledAt)
        {
            CanBeRevealed = row.Sealed is not null && row.IsLive(now),
        };
}

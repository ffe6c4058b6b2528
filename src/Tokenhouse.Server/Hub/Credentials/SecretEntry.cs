using System.Text.Json.Serialization;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>A secret on pages and in the API, without its value.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Hint">Its last characters, so that people can tell secrets apart.</param>
/// <param name="State">Whether it works.</param>
/// <param name="MadeBy">Who created it; empty if it came with the credential.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="LastUsedAt">When it was last used, if ever.</param>
/// <param name="ExpiresAt">When it expires; null for no expiry.</param>
/// <param name="EndedAt">When it was revoked.</param>
public sealed record SecretEntry(
    Guid Id,
    string Hint,
    SecretState State,
    string MadeBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastUsedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset? ExpiresAt,
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

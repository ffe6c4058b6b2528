using System.Text.Json;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Audit;

/// <summary>An audit entry on pages and in the API.</summary>
public sealed record AuditItem(
    long Sequence,
    DateTimeOffset At,
    string Actor,
    string Act,
    string Target,
    string? Environment,
    string Sentence,
    string Address,
    string CorrelationId
)
{
    /// <summary>The values before the change.</summary>
    public JsonElement? Before { get; init; }

    /// <summary>The values after the change.</summary>
    public JsonElement? After { get; init; }

    public required string PreviousHash { get; init; }

    /// <summary>SHA-256 over the whole entry and the previous hash.</summary>
    public required string Hash { get; init; }

    internal static AuditItem Of(AuditEntry row) =>
        new(
            row.Sequence,
            row.At,
            row.Actor,
            row.Act,
            row.Target,
            row.Environment is { } environment ? ClientKey.Format(environment) : null,
            AuditSentences.Of(row),
            row.Address,
            row.CorrelationId
        )
        {
            Before = AuditSnapshot.Read(row.Before),
            After = AuditSnapshot.Read(row.After),
            PreviousHash = Convert.ToHexStringLower(row.PreviousHash),
            Hash = Convert.ToHexStringLower(row.Hash),
        };
}

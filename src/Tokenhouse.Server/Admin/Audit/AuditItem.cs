using System.Text.Json;
using Tokenhouse.Server.Admin.Clients;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Audit;

/// <summary>An entry of the audit, as people and programs see it.</summary>
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
    /// <summary>What was changed, as it was.</summary>
    public JsonElement? Before { get; init; }

    /// <summary>What was changed, as it became.</summary>
    public JsonElement? After { get; init; }

    public required string PreviousHash { get; init; }

    /// <summary>SHA-256 over everything of the entry, and over the hash before it.</summary>
    public required string Hash { get; init; }

    internal static AuditItem Of(AuditEntry row) =>
        new(
            row.Sequence,
            row.At,
            row.Actor,
            row.Act,
            row.Target,
            row.Environment is { } environment ? ClientKey.Spelled(environment) : null,
            Sentences.Of(row),
            row.Address,
            row.CorrelationId
        )
        {
            Before = AuditState.Read(row.Before),
            After = AuditState.Read(row.After),
            PreviousHash = Convert.ToHexStringLower(row.PreviousHash),
            Hash = Convert.ToHexStringLower(row.Hash),
        };
}

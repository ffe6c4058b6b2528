using System.Text.Json;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Audit;

/// <summary>An audit entry on pages and in the API.</summary>
/// <param name="Sequence">Its number in the tenant's audit, from 1 without gaps.</param>
/// <param name="At">When the change was made.</param>
/// <param name="Actor">Who made it: the email address of a person, or the client ID of a program.</param>
/// <param name="Act">What was done, such as <c>secret.added</c>.</param>
/// <param name="Target">What was changed, such as a client ID.</param>
/// <param name="Environment"><c>LIVE</c> or <c>UAT</c>; null if it belongs to neither.</param>
/// <param name="Sentence">What was done, as a sentence.</param>
/// <param name="Address">The IP address that the change came from.</param>
/// <param name="CorrelationId">The correlation ID of the request, which is also in its response and in the server's logs.</param>
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

    /// <summary>The hash of the previous entry; zeros for the first.</summary>
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

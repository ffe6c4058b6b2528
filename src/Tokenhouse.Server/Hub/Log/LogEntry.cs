using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.EventLog;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Log;

/// <summary>An entry of the log: a refused request, a note about a granted one, a sign-in, or the tokens that a credential got in a minute.</summary>
/// <param name="At">The time; for issued tokens, the start of the minute.</param>
/// <param name="Outcome"><c>refused</c>, <c>noted</c>, <c>signed-in</c> or <c>issued</c>.</param>
/// <param name="Environment">The environment of the call: <c>LIVE</c> or <c>UAT</c>.</param>
/// <param name="Sentence">What happened, as a sentence.</param>
/// <param name="Count">The number of identical events.</param>
public sealed record LogEntry(DateTimeOffset At, string Outcome, string Environment, string Sentence, long Count)
{
    public const string Refused = "refused";
    public const string Noted = "noted";
    public const string SignedIn = "signed-in";
    public const string Issued = "issued";

    /// <summary>What was attempted: <c>token</c>, <c>api</c>, <c>authorize</c>, <c>sign-in</c>, <c>introspect</c>, <c>userinfo</c>, <c>revoke</c>, <c>client-state</c>, <c>refusal-report</c> or <c>sign-out</c>.</summary>
    public string? Operation { get; init; }

    /// <summary>The credential's ID; null if there was none, or for a sign-in.</summary>
    public string? Credential { get; init; }

    /// <summary>The credential's name, while it exists.</summary>
    public string? CredentialName { get; init; }

    /// <summary>The credential's environment, which may differ from the call's.</summary>
    public string? CredentialEnvironment { get; init; }

    /// <summary>The email address of the account of the sign-in or attempt.</summary>
    public string? Person { get; init; }

    /// <summary>The IP address that the request came from.</summary>
    public string? Address { get; init; }

    /// <summary>The dialect of the endpoint, such as <c>Connect</c>.</summary>
    public string? Dialect { get; init; }

    /// <summary>The API that refused or introspected.</summary>
    public string? Api { get; init; }

    /// <summary>The API's endpoint, as a route pattern.</summary>
    public string? Path { get; init; }

    /// <summary>The kind of refusal, such as <c>ExpiredSecret</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>Whether the refused request proved the credential's secret. If not, anyone may have sent it.</summary>
    public bool? IsProved { get; init; }

    /// <summary>The error code in the response.</summary>
    public string? Error { get; init; }

    /// <summary>What to do about it.</summary>
    public string? Advice { get; init; }

    /// <summary>The correlation ID of the response and the logs; of identical events, the first's.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Its position in the log.</summary>
    internal LogCursor Place { get; private init; } = null!;

    internal static LogEntry Of(Refusal row)
    {
        var kind = Enum.TryParse<RefusalKind>(row.Kind, out var known) ? known : RefusalKind.Other; // a newer release may have others
        return new(
            row.At,
            Refusal.Notes.Contains(row.Kind) ? Noted : Refused,
            ClientKey.Format(row.Environment),
            Whole(row.Reason),
            row.Count
        )
        {
            Operation = Text(row.Operation),
            Credential = row.ClientId,
            Person = row.Person,
            Address = Text(row.Address),
            Dialect = Text(row.Dialect),
            Api = row.ApiIdentifier,
            Path = row.Path,
            Kind = kind.ToString(),
            IsProved = row.IsProved,
            Error = Text(row.Code),
            Advice = RefusalAdvice.Of(kind),
            CorrelationId = row.CorrelationId,
            Place = new LogCursor.OfRefusal(row.At, row.Id),
        };
    }

    internal static LogEntry Of(SignIn row) =>
        new(row.At, SignedIn, ClientKey.Format(row.Environment), "The person signed in.", row.Count)
        {
            Operation = EventOperations.SignIn,
            Person = row.Person,
            Address = Text(row.Address),
            CorrelationId = row.CorrelationId,
            Place = new LogCursor.OfSignIn(row.At, row.Id),
        };

    internal static LogEntry Of(Usage row) =>
        new(
            row.Minute,
            Issued,
            ClientKey.Format(row.Environment),
            row.Issued == 1 ? "A token was issued." : "Tokens were issued within this minute.",
            row.Issued
        )
        {
            Operation = EventOperations.Token,
            Credential = row.ClientId,
            Dialect = row.Dialect,
            Place = new LogCursor.OfUsage(row.Minute, row.ClientId, row.Dialect, row.Environment),
        };

    private static string? Text(string stored) => stored.Length == 0 ? null : stored;

    /// <summary>Reasons are stored as parts of sentences; this returns a complete one.</summary>
    private static string Whole(string reason) =>
        reason.Length == 0 ? "" : char.ToUpperInvariant(reason[0]) + reason[1..] + (reason[^1] is '.' ? "" : ".");
}

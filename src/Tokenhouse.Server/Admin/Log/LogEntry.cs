using Tokenhouse.Core;
using Tokenhouse.Server.Activity;
using Tokenhouse.Server.Admin.Clients;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Log;

/// <summary>One entry of the log: a request that was refused, a sign-in, or the tokens that a credential was given in a minute.</summary>
/// <param name="At">When; the beginning of the minute where tokens were issued.</param>
/// <param name="Outcome"><c>refused</c>, <c>signed-in</c> or <c>issued</c>.</param>
/// <param name="Environment">Where the call went: <c>live</c> or <c>uat</c>.</param>
/// <param name="Sentence">What happened, exactly.</param>
/// <param name="Count">How many were alike.</param>
public sealed record LogEntry(DateTimeOffset At, string Outcome, string Environment, string Sentence, long Count)
{
    public const string Refused = "refused";
    public const string SignedIn = "signed-in";
    public const string Issued = "issued";

    /// <summary>What was attempted: one of <see cref="Attempts"/>.</summary>
    public string? Operation { get; init; }

    /// <summary>The id of the credential; none where it was nobody's, or where a person signed in.</summary>
    public string? Credential { get; init; }

    /// <summary>What the credential is called, while there is one.</summary>
    public string? CredentialName { get; init; }

    /// <summary>Where the credential belongs, which need not be where the call went.</summary>
    public string? CredentialEnvironment { get; init; }

    /// <summary>The mail address of the account that somebody signed in to, or tried to.</summary>
    public string? Person { get; init; }

    public string? Address { get; init; }

    public string? Dialect { get; init; }

    /// <summary>The API that refused, or that asked about the token.</summary>
    public string? Api { get; init; }

    /// <summary>The endpoint of that API, as a pattern.</summary>
    public string? Path { get; init; }

    /// <summary>The name of the <see cref="RefusalKind"/>.</summary>
    public string? Kind { get; init; }

    /// <summary>Whether the refused request proved the credential's secret: anyone may have sent one that did not.</summary>
    public bool? IsProved { get; init; }

    /// <summary>The error code that went over the wire.</summary>
    public string? Error { get; init; }

    /// <summary>What to do about it.</summary>
    public string? Advice { get; init; }

    /// <summary>By which the answer, the logs and this entry can be told to belong together; of several that were alike, the first's.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Where it stands in the log.</summary>
    internal LogPlace Place { get; private init; } = null!;

    internal static LogEntry Of(Refusal row)
    {
        var kind = Enum.TryParse<RefusalKind>(row.Kind, out var known) ? known : RefusalKind.Other; // a newer release may know more
        return new(row.At, Refused, ClientKey.Spelled(row.Environment), Whole(row.Reason), row.Count)
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
            Advice = Log.Advice.Of(kind),
            CorrelationId = row.CorrelationId,
            Place = new LogPlace.OfRefusal(row.At, row.Id),
        };
    }

    internal static LogEntry Of(SignIn row) =>
        new(row.At, SignedIn, ClientKey.Spelled(row.Environment), "The person signed in.", row.Count)
        {
            Operation = Attempts.SignIn,
            Person = row.Person,
            Address = Text(row.Address),
            CorrelationId = row.CorrelationId,
            Place = new LogPlace.OfSignIn(row.At, row.Id),
        };

    internal static LogEntry Of(Usage row) =>
        new(
            row.Minute,
            Issued,
            ClientKey.Spelled(row.Environment),
            row.Issued == 1 ? "A token was issued." : "Tokens were issued within this minute.",
            row.Issued
        )
        {
            Operation = Attempts.Token,
            Credential = row.ClientId,
            Dialect = row.Dialect,
            Place = new LogPlace.OfUsage(row.Minute, row.ClientId, row.Dialect, row.Environment),
        };

    private static string? Text(string stored) => stored.Length == 0 ? null : stored;

    /// <summary>Reasons are written as parts of sentences, and read as whole ones.</summary>
    private static string Whole(string reason) =>
        reason.Length == 0 ? "" : char.ToUpperInvariant(reason[0]) + reason[1..] + (reason[^1] is '.' ? "" : ".");
}

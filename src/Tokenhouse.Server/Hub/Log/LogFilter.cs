using System.Net;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.EventLog;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Shared;

namespace Tokenhouse.Server.Hub.Log;

/// <summary>The filter of the log as entered by the user. Empty values don't filter, except for the outcome.</summary>
/// <param name="Correlation">The correlation ID of a response.</param>
/// <param name="Outcome"><c>refused</c> (the default), <c>noted</c>, <c>signed-in</c>, <c>issued</c> or <c>all</c>.</param>
/// <param name="Credential">A credential's ID.</param>
/// <param name="Environment">The environment of the calls: <c>LIVE</c> or <c>UAT</c>.</param>
/// <param name="Operation">What was attempted: <c>token</c>, <c>api</c>, <c>authorize</c>, <c>sign-in</c>, <c>introspect</c>, <c>userinfo</c>, <c>revoke</c>, <c>client-state</c>, <c>refusal-report</c> or <c>sign-out</c>.</param>
/// <param name="Kind">The kind of refusal, such as <c>ExpiredSecret</c>, as entries have it.</param>
/// <param name="Address">The caller's IP address.</param>
/// <param name="Dialect">A dialect's name.</param>
/// <param name="From">The first day, minute or second: <c>2026-11-30</c>, <c>2026-11-30T12:00</c> or <c>2026-11-30T12:00:00Z</c>. In UTC, unless it has an offset.</param>
/// <param name="Until">The last one, in the same formats.</param>
public sealed record LogFilter(
    string? Correlation = null,
    string? Outcome = null,
    string? Credential = null,
    string? Environment = null,
    string? Operation = null,
    string? Kind = null,
    string? Address = null,
    string? Dialect = null,
    string? From = null,
    string? Until = null
)
{
    public const string All = "all";

    /// <summary>What can be attempted.</summary>
    public static IReadOnlyList<string> Operations => EventOperations.All;

    /// <summary>The selected rows; the problem says which value is invalid.</summary>
    internal Problem? Find(Db db, out LogQuery rows)
    {
        rows = LogQuery.Of(db);
        switch (Asked(Outcome))
        {
            case null when (Asked(Correlation) ?? Asked(Kind)) is not null:
                break; // any entry with that ID, or of that kind
            case null or LogEntry.Refused:
                rows = rows.OnlyRefused();
                break;
            case LogEntry.Noted:
                rows = rows.OnlyNoted();
                break;
            case LogEntry.SignedIn:
                rows = rows.OnlySignedIn();
                break;
            case LogEntry.Issued:
                rows = rows.OnlyIssued();
                break;
            case not All:
                return Problem.Invalid("outcome", "Use refused, noted, signed-in, issued or all.");
        }
        return What(ref rows) ?? Where(ref rows) ?? When(ref rows);
    }

    private Problem? What(ref LogQuery rows)
    {
        if (Asked(Correlation) is { } correlation)
            rows = rows.Only(row => row.CorrelationId == correlation, row => row.CorrelationId == correlation);
        if (Asked(Credential) is { } credential)
            rows = rows.Only(row => row.ClientId == credential, issued: row => row.ClientId == credential);
        if (Asked(Dialect) is { } dialect)
            rows = rows.Only(row => row.Dialect == dialect, issued: row => row.Dialect == dialect);
        var operation = Asked(Operation);
        if (new FilterFaults().OneOf("operation", operation, Operations.Contains(operation), Operations).Problem is { } unknown)
            return unknown;
        if (operation is not null)
            rows = operation switch
            {
                EventOperations.Token => rows.Only(row => row.Operation == operation, issued: row => true),
                EventOperations.SignIn => rows.Only(row => row.Operation == operation, row => true),
                _ => rows.Only(row => row.Operation == operation),
            };
        if (Asked(Kind) is not { } written)
            return null;
        if (Array.Find(Enum.GetNames<RefusalKind>(), name => name.Equals(written, StringComparison.OrdinalIgnoreCase)) is not { } kind)
            return Problem.Invalid("kind", "This kind of refusal doesn't exist.");
        rows = rows.Only(row => row.Kind == kind);
        return null;
    }

    private Problem? Where(ref LogQuery rows)
    {
        if (Asked(Environment) is { } spelled)
        {
            if (ClientKey.Read(spelled) is not { } environment)
                return Problem.Invalid("environment", ClientKey.Environments);
            rows = rows.Only(
                row => row.Environment == environment,
                row => row.Environment == environment,
                row => row.Environment == environment
            );
        }
        if (Asked(Address) is { } written)
        {
            if (!IPAddress.TryParse(written, out var address))
                return Problem.Invalid("address", "Enter an address such as 203.0.113.7 or 2001:db8::7.");
            var stored = ClientAddress.Format(address);
            rows = rows.Only(row => row.Address == stored, row => row.Address == stored);
        }
        return null;
    }

    private Problem? When(ref LogQuery rows)
    {
        if (Asked(From) is { } first)
        {
            if (TimeSlot.Read(first) is not { Begin: var begin })
                return Problem.Invalid("from", TimeSlot.Expected);
            var minute = begin.AddMinutes(-1); // tokens are counted by minute, and the first minute is included
            rows = rows.Only(row => row.At >= begin, row => row.At >= begin, row => row.Minute > minute);
        }
        if (Asked(Until) is { } last)
        {
            if (TimeSlot.Read(last) is not { End: var end })
                return Problem.Invalid("until", TimeSlot.Expected);
            rows = rows.Only(row => row.At < end, row => row.At < end, row => row.Minute < end);
        }
        return null;
    }

    /// <summary>Null if it is empty. Characters that databases can't query are removed.</summary>
    private static string? Asked(string? field) =>
        field?.Replace("\0", "", StringComparison.Ordinal).Trim() is { Length: > 0 } text ? text : null;
}

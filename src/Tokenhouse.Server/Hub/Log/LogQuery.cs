using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Log;

/// <summary>
/// A tenant's log as a query over three tables, refusals, sign-ins and the tokens of each minute, merged by time: only a few
/// rows of each are read, however long they are.
/// </summary>
internal sealed record LogQuery
{
    private readonly Db db;

    private LogQuery(Db db) => this.db = db;

    /// <summary>Null if no refusal can match.</summary>
    private IQueryable<Refusal>? Refusals { get; init; }

    /// <summary>Null if no sign-in can match.</summary>
    private IQueryable<SignIn>? SignIns { get; init; }

    /// <summary>Null if no token can match.</summary>
    private IQueryable<Usage>? Usages { get; init; }

    public static LogQuery Of(Db db) =>
        new(db)
        {
            Refusals = db.Refusals,
            SignIns = db.SignIns,
            Usages = db.Usages,
        };

    public LogQuery OnlyRefused() =>
        this with
        {
            Refusals = Refusals?.Where(row => !Refusal.Notes.Contains(row.Kind)),
            SignIns = null,
            Usages = null,
        };

    public LogQuery OnlyNoted() =>
        this with
        {
            Refusals = Refusals?.Where(row => Refusal.Notes.Contains(row.Kind)),
            SignIns = null,
            Usages = null,
        };

    public LogQuery OnlySignedIn() => this with { Refusals = null, Usages = null };

    public LogQuery OnlyIssued() => this with { Refusals = null, SignIns = null };

    /// <summary>Applies a filter on a value that not all kinds of entries have. Null for kinds without it.</summary>
    public LogQuery Only(
        Expression<Func<Refusal, bool>> refused,
        Expression<Func<SignIn, bool>>? signedIn = null,
        Expression<Func<Usage, bool>>? issued = null
    ) =>
        this with
        {
            Refusals = Refusals?.Where(refused),
            SignIns = signedIn is null ? null : SignIns?.Where(signedIn),
            Usages = issued is null ? null : Usages?.Where(issued),
        };

    /// <summary>The entries after a position, or the newest ones.</summary>
    public async Task<List<LogEntry>> Read(LogCursor? after, int count)
    {
        var entries = new List<LogEntry>();
        if (Refusals is { } refusals)
        {
            var sorted = (after?.After(refusals) ?? refusals).OrderByDescending(row => row.At).ThenByDescending(row => row.Id);
            entries.AddRange((await sorted.Take(count).ToListAsync()).Select(LogEntry.Of));
        }
        if (SignIns is { } signIns)
        {
            var sorted = (after?.After(signIns) ?? signIns).OrderByDescending(row => row.At).ThenByDescending(row => row.Id);
            entries.AddRange((await sorted.Take(count).ToListAsync()).Select(LogEntry.Of));
        }
        if (Usages is { } usages)
        {
            var sorted = (after?.After(usages) ?? usages) // with all columns in the index's order
                .OrderByDescending(row => row.Minute)
                .ThenByDescending(row => row.ClientId)
                .ThenByDescending(row => row.Dialect)
                .ThenByDescending(row => row.Environment);
            entries.AddRange((await sorted.Take(count).ToListAsync()).Select(LogEntry.Of));
        }
        return await Named([.. entries.OrderByDescending(entry => entry.At).Take(count)]); // a stable sort keeps the order above for the same time
    }

    /// <summary>Adds the credentials' names and environments.</summary>
    private async Task<List<LogEntry>> Named(List<LogEntry> entries)
    {
        var ids = entries.Select(entry => entry.Credential).OfType<string>().Distinct().ToList();
        var known = await db
            .Clients.Where(ClientKey.IsOfTenants)
            .Where(client => ids.Contains(client.Id))
            .Select(client => new
            {
                client.Id,
                client.Environment,
                client.Name,
            })
            .ToListAsync();
        return
        [
            .. entries.Select(entry =>
                known
                    .Where(client => client.Id == entry.Credential)
                    .OrderByDescending(client => ClientKey.Format(client.Environment) == entry.Environment) // an API has one in each environment
                    .FirstOrDefault()
                    is { } its
                    ? entry with
                    {
                        CredentialName = its.Name,
                        CredentialEnvironment = ClientKey.Format(its.Environment),
                    }
                    : entry
            ),
        ];
    }
}

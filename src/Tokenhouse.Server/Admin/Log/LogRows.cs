using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Admin.Clients;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Log;

/// <summary>
/// The log of a tenant as a query over three tables, refusals, sign-ins and the tokens of each minute, read side by side in the order of time: a few
/// rows of each, however long they are.
/// </summary>
internal sealed record LogRows
{
    private readonly Db db;

    private LogRows(Db db) => this.db = db;

    /// <summary>None: no refusal is like what is asked for.</summary>
    private IQueryable<Refusal>? Refusals { get; init; }

    /// <summary>None: no sign-in is.</summary>
    private IQueryable<SignIn>? SignIns { get; init; }

    /// <summary>None: no token is.</summary>
    private IQueryable<Usage>? Usages { get; init; }

    public static LogRows Of(Db db) =>
        new(db)
        {
            Refusals = db.Refusals,
            SignIns = db.SignIns,
            Usages = db.Usages,
        };

    public LogRows OnlyRefused() => this with { SignIns = null, Usages = null };

    public LogRows OnlySignedIn() => this with { Refusals = null, Usages = null };

    public LogRows OnlyIssued() => this with { Refusals = null, SignIns = null };

    /// <summary>What is asked for is something that not all kinds of entries have. None: that kind has none of it.</summary>
    public LogRows Only(
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

    /// <summary>So many entries that come after a place, or the newest.</summary>
    public async Task<List<LogEntry>> Read(LogPlace? after, int count)
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
            var sorted = (after?.After(usages) ?? usages) // to the last column as the index has them
                .OrderByDescending(row => row.Minute)
                .ThenByDescending(row => row.ClientId)
                .ThenByDescending(row => row.Dialect)
                .ThenByDescending(row => row.Environment);
            entries.AddRange((await sorted.Take(count).ToListAsync()).Select(LogEntry.Of));
        }
        return await Named([.. entries.OrderByDescending(entry => entry.At).Take(count)]); // stable: of one moment, as above
    }

    /// <summary>With what the credentials are called, and where they belong.</summary>
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
                    .OrderByDescending(client => ClientKey.Spelled(client.Environment) == entry.Environment) // an API has one in each
                    .FirstOrDefault()
                    is { } its
                    ? entry with
                    {
                        CredentialName = its.Name,
                        CredentialEnvironment = ClientKey.Spelled(its.Environment),
                    }
                    : entry
            ),
        ];
    }
}

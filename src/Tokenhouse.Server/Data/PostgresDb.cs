using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Tokenhouse.Server.Data;

/// <summary>The database that many servers of one datacentre share.</summary>
public sealed class PostgresDb(DbContextOptions<PostgresDb> options, TimeProvider clock) : Db(options, clock)
{
    /// <summary>EF Core locks the history table, but not the creation of the database: who comes second there begins again.</summary>
    protected internal override async Task Migrate(CancellationToken cancellationToken)
    {
        try
        {
            await Database.MigrateAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.DuplicateDatabase)
        {
            await Database.MigrateAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Sequences count before the commit, so without a lock a later id could become visible first and its elder be missed.
    /// The lock ends with the transaction; changes by people are rare enough to queue.
    /// </summary>
    protected override Task OrderFeed(CancellationToken cancellationToken) =>
        Database.ExecuteSqlRawAsync("SELECT pg_advisory_xact_lock(8414001)", cancellationToken);
}

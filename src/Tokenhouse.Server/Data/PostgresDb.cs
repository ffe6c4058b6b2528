using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Tokenhouse.Server.Data;

/// <summary>The database that many servers of one datacentre share.</summary>
public sealed class PostgresDb(DbContextOptions<PostgresDb> options, TimeProvider clock) : Db(options, clock)
{
    /// <summary>
    /// Applies migrations under a session lock. EF Core's own lock ends with each migration, so if two servers have several
    /// to apply, both would apply the second one. It also doesn't cover the creation of the database.
    /// </summary>
    protected internal override async Task Migrate(CancellationToken cancellationToken)
    {
        Database.SetCommandTimeout(MigrationLimit);
        await Create(cancellationToken);
        await Database.OpenConnectionAsync(cancellationToken);
        await Database.ExecuteSqlRawAsync("SELECT pg_advisory_lock(8414002)", cancellationToken);
        await Database.MigrateAsync(cancellationToken);
        await Database.ExecuteSqlRawAsync("SELECT pg_advisory_unlock(8414002)", cancellationToken);
        await Database.CloseConnectionAsync();
    }

    /// <summary>
    /// Sequences count before the commit, so without a lock a later ID could become visible first, and the earlier one be missed.
    /// The lock ends with the transaction; changes by people are rare enough to queue.
    /// </summary>
    protected override Task OrderFeed(CancellationToken cancellationToken) =>
        Database.ExecuteSqlRawAsync("SELECT pg_advisory_xact_lock(8414001)", cancellationToken);

    private async Task Create(CancellationToken cancellationToken)
    {
        var creator = this.GetService<IRelationalDatabaseCreator>();
        if (await creator.ExistsAsync(cancellationToken))
            return;
        try
        {
            await creator.CreateAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.DuplicateDatabase)
        {
            return; // another server was first
        }
    }
}

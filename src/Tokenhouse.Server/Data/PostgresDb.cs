using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Tokenhouse.Server.Data;

/// <summary>The database that many servers of one datacentre share.</summary>
public sealed class PostgresDb(DbContextOptions<PostgresDb> options, TimeProvider clock) : Db(options, clock)
{
    /// <summary>Whether this unit of work applies migrations, which take as long as they take: see <see cref="MigrationTimeouts"/>.</summary>
    internal bool IsMigrating { get; private set; }

    /// <summary>
    /// EF Core's own lock ends with each migration, so if two servers have several to apply, both would apply the second one. It also doesn't cover
    /// the creation of the database. This lock belongs to a transaction of another connection: it ends with that connection, and no pooler can pass it on to
    /// someone else.
    /// </summary>
    protected internal override async Task<IAsyncDisposable> LockMigrations(CancellationToken cancellationToken)
    {
        Database.SetCommandTimeout(MigrationLimit);
        await Create(cancellationToken);
        IsMigrating = true;
        var alone = new PostgresDb(options, TimeProvider.System) { IsMigrating = true };
        try
        {
            await alone.Database.BeginTransactionAsync(cancellationToken);
            await alone.Database.ExecuteSqlRawAsync("SET LOCAL lock_timeout = 0", cancellationToken); // another server may migrate for long
            await alone.Database.ExecuteSqlRawAsync("SELECT pg_advisory_xact_lock(8414002)", cancellationToken);
            return alone;
        }
        catch (Exception)
        {
            await alone.DisposeAsync();
            throw;
        }
    }

    protected internal override Task<IReadOnlyList<string>> RoleStatements(string? role, CancellationToken cancellationToken) =>
        PostgresRole.Statements(this, role, cancellationToken);

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

using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Tokenhouse.Server.Data;

/// <summary>The embedded database: one file, write-ahead log, every commit on disk before it is answered.</summary>
public sealed class SqliteDb(DbContextOptions<SqliteDb> options, TimeProvider clock) : Db(options, clock)
{
    private string DataSource => new SqliteConnectionStringBuilder(Database.GetConnectionString()).DataSource;

    /// <summary>
    /// Applies migrations while holding a lock file. EF Core's own lock is a row that a killed process leaves behind for ever;
    /// who holds the file, which the system releases with the process, may remove it.
    /// </summary>
    protected internal override async Task Migrate(CancellationToken cancellationToken)
    {
        await using var held = await Hold(DataSource + ".lock", cancellationToken);
        await Database.OpenConnectionAsync(cancellationToken);
        await Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellationToken); // kept in the file
        await Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken);
        await Database.MigrateAsync(cancellationToken);
        await Database.CloseConnectionAsync();
    }

    protected internal override void Protect() => SqliteFiles.Protect(DataSource);

    /// <summary>SQLite has one writer at a time: whoever inserts first commits first.</summary>
    protected override Task OrderFeed(CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task<FileStream> Hold(string file, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return SqliteFiles.Open(file, FileMode.OpenOrCreate);
            }
            catch (IOException) when (File.Exists(file))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken); // another process of this machine is migrating
            }
        }
    }
}

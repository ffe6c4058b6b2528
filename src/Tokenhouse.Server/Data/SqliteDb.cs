using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Tokenhouse.Server.Data;

/// <summary>The embedded database: one file with a write-ahead log. Every commit is on disk before the response.</summary>
public sealed class SqliteDb(DbContextOptions<SqliteDb> options, TimeProvider clock) : Db(options, clock)
{
    private string DataSource => new SqliteConnectionStringBuilder(Database.GetConnectionString()).DataSource;

    /// <summary>
    /// The lock is a file. EF Core's own lock is a row that a killed process leaves behind forever; the holder of the file lock, which the system
    /// releases with the process, can remove it.
    /// </summary>
    protected internal override async Task<IAsyncDisposable> LockMigrations(CancellationToken cancellationToken)
    {
        Database.SetCommandTimeout(MigrationLimit);
        var held = await Lock(DataSource + ".lock", cancellationToken);
        try
        {
            await Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellationToken); // kept in the file
            await Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken);
            return held;
        }
        catch (Exception)
        {
            await held.DisposeAsync();
            throw;
        }
    }

    protected internal override void Protect() => SqliteFiles.Protect(DataSource);

    /// <summary>SQLite has one writer at a time, so the first to insert is the first to commit.</summary>
    protected override Task OrderFeed(CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task<FileStream> Lock(string file, CancellationToken cancellationToken)
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

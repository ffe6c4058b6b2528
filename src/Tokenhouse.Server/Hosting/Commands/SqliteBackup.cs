using Microsoft.Data.Sqlite;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Hosting.Options;
using Tokenhouse.Server.Hosting.Sealing;

namespace Tokenhouse.Server.Hosting.Commands;

/// <summary>Backs up and restores an embedded database. A backup is itself a SQLite file.</summary>
internal static class SqliteBackup
{
    private const int Busy = 5; // https://sqlite.org/rescode.html

    /// <summary>A copy as of one moment, made while servers read and write.</summary>
    public static async Task Write(string database, string file, CancellationToken cancellationToken)
    {
        if (!File.Exists(database))
            throw new StartRefusedException($"There is no database {database}.");
        await using (SqliteFiles.Open(file, FileMode.CreateNew)) { } // SQLite fills an empty file, which keeps its mode
        await using (var connection = await Open(database, cancellationToken))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "VACUUM INTO $file";
            command.CommandTimeout = 0;
            command.Parameters.AddWithValue("$file", file);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        await using var written = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        written.Flush(flushToDisk: true);
    }

    /// <summary>Checks a copy of the backup, then puts it in the place of the database.</summary>
    public static async Task Restore(
        DatacentreTarget target,
        RestoreCommand.Input input,
        MasterKey masterKey,
        CancellationToken cancellationToken
    )
    {
        var (database, copy) = (target.SqliteFile, target.SqliteFile + ".restoring");
        await using var alone = Lock(database, target.Name);
        if (await HasTables(database, cancellationToken))
        {
            if (!input.Replace)
                RestoreCommand.RefuseReplacing(target);
            await RefuseServers(database, target.Name, cancellationToken);
        }
        try
        {
            await using (var to = SqliteFiles.Open(copy, FileMode.Create))
            await using (var from = File.OpenRead(input.File))
            {
                await from.CopyToAsync(to, cancellationToken);
                to.Flush(flushToDisk: true);
            }
            await Check(copy, input.File, masterKey, cancellationToken);
            foreach (var rest in (string[])["-wal", "-shm", "-journal"])
                File.Delete(database + rest);
            File.Move(copy, database, overwrite: true);
        }
        finally
        {
            File.Delete(copy);
        }
    }

    private static async Task Check(string copy, string file, MasterKey masterKey, CancellationToken cancellationToken)
    {
        await using (var connection = await Open(copy, cancellationToken))
        {
            if (await Ask(connection, "PRAGMA integrity_check", cancellationToken) is not "ok")
                throw new StartRefusedException($"{file} is damaged. Nothing was changed. Restore another backup.");
            const string history = "SELECT count(*) FROM sqlite_schema WHERE name = '__EFMigrationsHistory'";
            if (await Ask(connection, history, cancellationToken) is not 1L)
                throw new StartRefusedException($"{file} isn't a backup of Tokenhouse. Nothing was changed.");
        }
        await using (var db = DbFactory.Sqlite(copy, new(), TimeProvider.System).CreateDbContext())
            RestoreCommand.RefuseOtherKey(await DatacentreTarget.Ring(db, cancellationToken), masterKey, file);
        SqliteConnection.ClearAllPools();
        await using (var connection = await Open(copy, cancellationToken))
            await Ask(connection, "PRAGMA journal_mode = WAL", cancellationToken);
    }

    /// <summary>Keeps servers from starting.</summary>
    private static FileStream Lock(string database, string name)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(database)!);
            return SqliteFiles.Open(database + ".lock", FileMode.OpenOrCreate);
        }
        catch (IOException exception)
        {
            throw new StartRefusedException($"Another process is migrating the database of {name}. Wait until it has finished.", exception);
        }
    }

    private static async Task<bool> HasTables(string database, CancellationToken cancellationToken)
    {
        if (new FileInfo(database) is not { Exists: true, Length: > 0 })
            return false;
        await using var connection = await Open(database, cancellationToken);
        return await Ask(connection, "SELECT count(*) FROM sqlite_schema", cancellationToken) is not 0L;
    }

    /// <summary>Only the only user of a database can switch off its write-ahead log.</summary>
    private static async Task RefuseServers(string database, string name, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await Open(database, cancellationToken);
            await Ask(connection, "PRAGMA journal_mode = DELETE", cancellationToken);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == Busy)
        {
            throw new StartRefusedException($"A server uses the database of {name}. Nothing was changed. Stop it first.", exception);
        }
    }

    private static async Task<SqliteConnection> Open(string file, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = file,
                Mode = SqliteOpenMode.ReadWrite,
                Pooling = false,
                DefaultTimeout = 2,
            }.ToString()
        );
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    private static async Task<object?> Ask(SqliteConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}

using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace Tokenhouse.Server.Data;

/// <summary>
/// Sets SQLite's per-connection options: commits reach the disk, writers queue, and foreign keys are
/// enforced. A read-only connection is used once.
/// </summary>
internal sealed class SqlitePragmas(TimeSpan timeout) : DbConnectionInterceptor
{
    private readonly string pragmas =
        $"PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = {(int)timeout.TotalMilliseconds};";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = pragmas;
        command.ExecuteNonQuery();
        if (connection is SqliteConnection { Handle: { } handle } sqlite && raw.sqlite3_db_readonly(handle, "main") == 1)
            SqliteConnection.ClearPool(sqlite); // opened while the file was read-only, it would stay so after the file becomes writable
    }

    // Microsoft.Data.Sqlite has no asynchronous I/O: the asynchronous calls would run synchronously too.
    public override Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}

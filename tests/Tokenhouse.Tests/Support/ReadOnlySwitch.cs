using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Tokenhouse.Tests.Support;

/// <summary>Makes the database of dc3 read-only, and writable again, as its administrator does.</summary>
public sealed class ReadOnlySwitch : DbConnectionInterceptor
{
    private volatile bool isOn;

    public async Task Turn(TestServer server, bool isOn)
    {
        this.isOn = isOn;
        await using var db = server.Db("dc3");
        if (db.Database.GetDbConnection() is not NpgsqlConnection connection)
            return;
        await using var admin = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(db.Database.GetConnectionString()) { Database = "postgres", Pooling = false }.ToString()
        );
        await admin.OpenAsync();
        await using var command = admin.CreateCommand();
        command.CommandText = $"ALTER DATABASE \"{connection.Database}\" SET default_transaction_read_only = {(isOn ? "on" : "off")}";
        await command.ExecuteNonQueryAsync();
        NpgsqlConnection.ClearAllPools(); // it holds for new connections
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (connection is not SqliteConnection)
            return;
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA query_only = {(isOn ? "ON" : "OFF")}";
        command.ExecuteNonQuery();
    }

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

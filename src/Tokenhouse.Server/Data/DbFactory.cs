using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Tokenhouse.Server.Data;

/// <summary>Opens units of work on a datacentre's database.</summary>
public sealed class DbFactory : IDbContextFactory<Db>
{
    private readonly Func<Db> open;

    private DbFactory(Func<Db> open) => this.open = open;

    public static DbFactory Sqlite(
        string file,
        DatabaseOptions database,
        TimeProvider clock,
        ILoggerFactory? logs = null,
        params IInterceptor[] interceptors
    )
    {
        var connection = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = database.TimeoutSeconds }.ToString();
        var options = new DbContextOptionsBuilder<SqliteDb>()
            .UseSqlite(connection)
            .AddInterceptors([new SqlitePragmas(database.Timeout), .. interceptors])
            .UseLoggerFactory(logs)
            .Options;
        return new(() => new SqliteDb(options, clock));
    }

    public static DbFactory Postgres(
        string connection,
        DatabaseOptions database,
        TimeProvider clock,
        ILoggerFactory? logs = null,
        params IInterceptor[] interceptors
    )
    {
        var options = new DbContextOptionsBuilder<PostgresDb>()
            .UseNpgsql(WithDefaults(connection, database))
            .AddInterceptors(interceptors)
            .UseLoggerFactory(logs)
            .Options;
        return new(() => new PostgresDb(options, clock));
    }

    public Db CreateDbContext() => open();

    /// <summary>What the operator didn't set: short waits, a lost server noticed by the system, and no statement that resets a session that has no state.</summary>
    private static string WithDefaults(string connection, DatabaseOptions database)
    {
        var given = new DbConnectionStringBuilder { ConnectionString = connection };
        var settings = new NpgsqlConnectionStringBuilder(connection);
        foreach (
            var (name, value) in new (string, object)[]
            {
                ("Timeout", database.TimeoutSeconds),
                ("Command Timeout", database.TimeoutSeconds),
                ("Cancellation Timeout", -1), // a connection whose statement was cancelled isn't used again
                ("Host Recheck Seconds", 1), // of several hosts, a standby that was promoted is found at once
                ("Tcp Keepalive", true),
                ("Tcp Keepalive Time", 5),
                ("Tcp Keepalive Interval", 1),
                ("No Reset On Close", true),
            }
        )
            if (!given.ContainsKey(name))
                settings[name] = value;
        return settings.ConnectionString;
    }
}

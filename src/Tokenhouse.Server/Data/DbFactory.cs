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
        // A connection string that can't be read is reported when the database is opened.
        var options = new Lazy<DbContextOptions<PostgresDb>>(() =>
            new DbContextOptionsBuilder<PostgresDb>()
                .UseNpgsql(WithDefaults(connection, database))
                .AddInterceptors(interceptors)
                .UseLoggerFactory(logs)
                .Options
        );
        return new(() => new PostgresDb(options.Value, clock));
    }

    public Db CreateDbContext() => open();

    /// <summary>What the operator didn't set: short waits, a lost server noticed by the system, and no statement that resets a session that has no state.</summary>
    private static string WithDefaults(string connection, DatabaseOptions database)
    {
        var given = new DbConnectionStringBuilder { ConnectionString = connection };
        var settings = new NpgsqlConnectionStringBuilder(connection);
        List<(string, object)> defaults =
        [
            ("Timeout", database.TimeoutSeconds),
            ("Command Timeout", database.TimeoutSeconds),
            ("Cancellation Timeout", -1), // a connection whose statement was cancelled isn't used again
            ("No Reset On Close", true),
        ];
        if (settings.Host?.StartsWith('/') is not true) // sockets of this machine have no keepalive
            defaults.AddRange([("Tcp Keepalive", true), ("Tcp Keepalive Time", 5), ("Tcp Keepalive Interval", 1)]);
        foreach (var (name, value) in defaults)
            if (!given.ContainsKey(name))
                settings[name] = value;
        return settings.ConnectionString;
    }
}

using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Tokenhouse.Server.Data;

/// <summary>Opens units of work on a datacentre's database.</summary>
public sealed partial class DbFactory : IDbContextFactory<Db>
{
    private readonly Func<Db> open;

    private DbFactory(Func<Db> open) => this.open = open;

    private DbFactory(DbFactory other, TimeProvider waitClock) => (open, WaitClock) = (other.open, waitClock);

    /// <summary>The same database, with another clock for waiting.</summary>
    internal DbFactory With(TimeProvider waitClock) => new(this, waitClock);

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
        return new(() => new SqliteDb(options, clock) { CommitLimit = database.Timeout, ReportLateFailure = Report(logs) });
    }

    public static DbFactory Postgres(
        string connection,
        DatabaseOptions database,
        TimeProvider clock,
        ILoggerFactory? logs = null,
        params IInterceptor[] interceptors
    )
    {
        // A connection string that can't be read is refused when the database is opened, like everything else that is wrong with it.
        var options = new Lazy<DbContextOptions<PostgresDb>>(() =>
            new DbContextOptionsBuilder<PostgresDb>()
                .UseNpgsql(
                    WithDefaults(PostgresPool.WithDefaults(connection), database),
                    npgsql => npgsql.CommandTimeout(database.TimeoutSeconds)
                )
                .AddInterceptors([new MigrationTimeouts(), .. interceptors])
                .UseLoggerFactory(logs)
                .Options
        );
        return new(() => new PostgresDb(options.Value, clock) { CommitLimit = database.Timeout, ReportLateFailure = Report(logs) });
    }

    /// <summary>The clock by which callers wait for commits.</summary>
    internal TimeProvider WaitClock { get; init; } = TimeProvider.System;

    public Db CreateDbContext()
    {
        var db = open();
        db.WaitClock = WaitClock;
        return db;
    }

    private static Action<Exception> Report(ILoggerFactory? logs)
    {
        var log = logs?.CreateLogger<DbFactory>() ?? NullLogger<DbFactory>.Instance;
        return exception => LateFailure(log, exception);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A transaction that took longer than its caller waited has failed.")]
    private static partial void LateFailure(ILogger log, Exception exception);

    /// <summary>What the operator didn't set: short waits and a lost server noticed by the system.</summary>
    private static string WithDefaults(string connection, DatabaseOptions database)
    {
        var given = new DbConnectionStringBuilder { ConnectionString = connection };
        var settings = new NpgsqlConnectionStringBuilder(connection);
        List<(string, object)> defaults =
        [
            ("Timeout", database.TimeoutSeconds),
            ("Command Timeout", 0), // of commits, which must not be cancelled; statements have a limit of their own
            ("Host Recheck Seconds", 1), // a standby that was promoted is found at once
            ("Cancellation Timeout", -1), // a connection whose statement was cancelled isn't used again
        ];
        if (settings.Host?.StartsWith('/') is not true) // sockets of this machine have no keepalive
            defaults.AddRange([("Tcp Keepalive", true), ("Tcp Keepalive Time", 5), ("Tcp Keepalive Interval", 1)]);
        foreach (var (name, value) in defaults)
            if (!given.ContainsKey(name))
                settings[name] = value;
        return settings.ConnectionString;
    }
}

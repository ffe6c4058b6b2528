using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Tokenhouse.Server.Data;

/// <summary>Opens units of work on a datacentre's database.</summary>
public sealed class DbFactory : IDbContextFactory<Db>
{
    private readonly Func<Db> open;

    private DbFactory(Func<Db> open) => this.open = open;

    public static DbFactory Sqlite(string file, TimeProvider clock, ILoggerFactory? logs = null, params IInterceptor[] interceptors)
    {
        var connection = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 30 }.ToString();
        var options = new DbContextOptionsBuilder<SqliteDb>()
            .UseSqlite(connection)
            .AddInterceptors([new SqlitePragmas(), .. interceptors])
            .UseLoggerFactory(logs)
            .Options;
        return new(() => new SqliteDb(options, clock));
    }

    public static DbFactory Postgres(string connection, TimeProvider clock, ILoggerFactory? logs = null, params IInterceptor[] interceptors)
    {
        // A connection string that can't be read is refused when the database is opened, like everything else that is wrong with it.
        var options = new Lazy<DbContextOptions<PostgresDb>>(() =>
            new DbContextOptionsBuilder<PostgresDb>()
                .UseNpgsql(PostgresPool.WithDefaults(connection))
                .AddInterceptors([new MigrationTimeouts(), .. interceptors])
                .UseLoggerFactory(logs)
                .Options
        );
        return new(() => new PostgresDb(options.Value, clock));
    }

    public Db CreateDbContext() => open();
}

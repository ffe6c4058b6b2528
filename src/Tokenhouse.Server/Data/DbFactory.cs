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
        var options = new DbContextOptionsBuilder<PostgresDb>()
            .UseNpgsql(connection)
            .AddInterceptors(interceptors)
            .UseLoggerFactory(logs)
            .Options;
        return new(() => new PostgresDb(options, clock));
    }

    public Db CreateDbContext() => open();
}

using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Tokenhouse.Tests.Support;

/// <summary>A database that reads, and fails at everything that is to be stored, as long as it is told how.</summary>
public sealed class FailingWrites : DbCommandInterceptor
{
    private static readonly string[] Verbs = ["INSERT ", "UPDATE ", "DELETE "];

    /// <summary>How the two drivers say that nothing can be stored, with what is told about it.</summary>
    public static IReadOnlyDictionary<string, (Func<Exception> Make, string Told)> Ways { get; } =
        new Dictionary<string, (Func<Exception>, string)>
        {
            ["SQLite, read-only"] = (() => new SqliteException("attempt to write a readonly database", 8), "the database is read-only"),
            ["SQLite, full"] = (() => new SqliteException("database or disk is full", 13), "the disk is full"),
            ["SQLite, busy"] = (() => new SqliteException("database is locked", 5), "the database did not respond in time"),
            ["SQLite, input or output"] = (() => new SqliteException("disk I/O error", 10), "the database failed"),
            ["PostgreSQL, read-only"] = (() => Postgres("25006"), "the database is read-only"),
            ["PostgreSQL, full"] = (() => Postgres("53100"), "the disk is full"),
            ["PostgreSQL, going down"] = (() => Postgres("57P01"), "the database can't be reached"),
            ["PostgreSQL, away"] = (
                () => new InvalidOperationException("transient", new NpgsqlException("x", new SocketException(111))),
                "the database can't be reached"
            ),
            ["PostgreSQL, pool empty"] = (
                () => new NpgsqlException("The connection pool has been exhausted", new TimeoutException()),
                "the database did not respond in time"
            ),
        };

    /// <summary>One of <see cref="Ways"/>; null: it is well.</summary>
    public string? Way { get; set; }

    /// <summary>How often something could not be stored.</summary>
    public int Failed { get; private set; }

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        Fail(command);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    )
    {
        Fail(command);
        return new(result);
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default
    )
    {
        Fail(command);
        return new(result);
    }

    private static PostgresException Postgres(string state) => new("x", "ERROR", "ERROR", state);

    private void Fail(DbCommand command)
    {
        if (Way is { } way && Verbs.Any(verb => command.CommandText.TrimStart().StartsWith(verb, StringComparison.Ordinal)))
        {
            Failed++;
            throw Ways[way].Make();
        }
    }
}

using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Tokenhouse.Server.Data;

/// <summary>
/// How many connections one server opens at most. All servers together must stay below the database's <c>max_connections</c>. The connection
/// string's <c>Maximum Pool Size</c> sets another number.
/// </summary>
internal static class PostgresPool
{
    /// <summary>Three servers fit in PostgreSQL's default of 100 connections, with some left for backups and people.</summary>
    public const int DefaultSize = 25;

    private const string Size = "Maximum Pool Size";
    private const string NoReset = "No Reset On Close";

    /// <summary>
    /// The connection string with our defaults. Connections aren't reset between uses, because no code changes a session: settings
    /// are made for a transaction only. Behind a pooler, a reset would reach a connection of someone else.
    /// </summary>
    public static string WithDefaults(string connection)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection);
        var written = new DbConnectionStringBuilder { ConnectionString = settings.ConnectionString };
        if (!written.ContainsKey(Size))
            settings.MaxPoolSize = DefaultSize;
        if (!written.ContainsKey(NoReset))
            settings.NoResetOnClose = true;
        return settings.ConnectionString;
    }

    public static int SizeOf(string connection) => new NpgsqlConnectionStringBuilder(WithDefaults(connection)).MaxPoolSize;

    /// <summary>How many connections the database allows ordinary roles.</summary>
    public static async Task<int> Limit(Db db, CancellationToken cancellationToken) =>
        await db
            .Database.SqlQuery<int>(
                $"SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int AS \"Value\""
            )
            .SingleAsync(cancellationToken);

    /// <summary>Why the servers together may run out of connections; null if they can't.</summary>
    public static string? Fault(int nodes, int size, int limit) =>
        (long)nodes * size <= limit
            ? null
            : $"The servers (Nodes: {nodes}) open up to {size} connections each, {(long)nodes * size} in total, but the database allows {limit}. "
                + $"Add Maximum Pool Size={Math.Max(1, limit / nodes)} to the connection string, or raise max_connections.";
}

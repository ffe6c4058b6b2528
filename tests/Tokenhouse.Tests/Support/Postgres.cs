using System.Globalization;
using Npgsql;

namespace Tokenhouse.Tests.Support;

/// <summary>The PostgreSQL cluster of the run, which <c>./test.sh</c> starts; every caller gets databases of its own.</summary>
public static class Postgres
{
    private const string Variable = "TOKENHOUSE_TEST_POSTGRES";
    private static int databases;

    /// <summary>The folder of the cluster's socket.</summary>
    public static string Folder => new NpgsqlConnectionStringBuilder(Cluster).Host!;

    /// <summary>The cluster's socket.</summary>
    public static string Socket() => Path.Combine(Folder, ".s.PGSQL.5432");

    private static string Cluster =>
        System.Environment.GetEnvironmentVariable(Variable)
        ?? throw new InvalidOperationException(
            $"{Variable} names no PostgreSQL cluster. Run ./test.sh, or set it to a connection string of a superuser."
        );

    /// <summary>A connection string for a database that does not exist yet.</summary>
    public static string NewDatabase()
    {
        var number = Interlocked.Increment(ref databases).ToString(CultureInfo.InvariantCulture);
        return new NpgsqlConnectionStringBuilder(Cluster)
        {
            Database = $"th_{System.Environment.ProcessId}_{number}",
            MaxPoolSize = 20,
            ConnectionIdleLifetime = 10,
        }.ToString();
    }
}

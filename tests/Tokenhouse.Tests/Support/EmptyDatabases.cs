using Microsoft.EntityFrameworkCore;
using Npgsql;
using Tokenhouse.Server.Data;

namespace Tokenhouse.Tests.Support;

/// <summary>
/// Databases with the schema of this release and no rows. They are migrated once, by the server's own code, and copied for every house:
/// migrating takes longer than most tests.
/// </summary>
internal static class EmptyDatabases
{
    private static readonly Lazy<Task<byte[]>> File = new(MigrateFile);
    private static readonly Lazy<Task<NpgsqlConnectionStringBuilder>> Template = new(MigrateTemplate);

    /// <summary>Makes a file, unless there is one.</summary>
    public static async Task Copy(string file)
    {
        if (System.IO.File.Exists(file))
            return;
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await System.IO.File.WriteAllBytesAsync(file, await File.Value);
    }

    /// <summary>Makes a database of the cluster, unless there is one.</summary>
    public static async Task CopyTo(string connection)
    {
        var template = await Template.Value;
        await using var cluster = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connection)
            {
                Database = "postgres",
                Pooling = true,
                MaxPoolSize = 4,
            }.ToString()
        );
        await cluster.OpenAsync();
        await using var command = cluster.CreateCommand();
        command.CommandText = $"""
            CREATE DATABASE "{new NpgsqlConnectionStringBuilder(connection).Database}" TEMPLATE "{template.Database}"
            """;
        try
        {
            await command.ExecuteNonQueryAsync();
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.DuplicateDatabase)
        {
            return; // the second house of a plan
        }
    }

    private static async Task<byte[]> MigrateFile()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "template.db");
        var dbs = DbFactory.Sqlite(file, new(), TimeProvider.System);
        await new Migrator(dbs).Apply(CancellationToken.None);
        await using var db = dbs.CreateDbContext();
        await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        return await System.IO.File.ReadAllBytesAsync(file);
    }

    private static async Task<NpgsqlConnectionStringBuilder> MigrateTemplate()
    {
        var connection = new NpgsqlConnectionStringBuilder(Postgres.NewDatabase()) { Pooling = false }; // who is still connected forbids copies
        await new Migrator(DbFactory.Postgres(connection.ToString(), new(), TimeProvider.System)).Apply(CancellationToken.None);
        return connection;
    }
}

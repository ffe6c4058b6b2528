using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Hosting.Options;
using Tokenhouse.Server.Hosting.Sealing;

namespace Tokenhouse.Server.Hosting.Commands;

/// <summary>Backs up and restores a PostgreSQL database with <c>pg_dump</c> and <c>pg_restore</c>, which must be installed.</summary>
internal static class PostgresBackup
{
    /// <summary>In the custom format, without owners, so that any role can restore it.</summary>
    public static async Task Write(string connection, string file, CancellationToken cancellationToken)
    {
        await using (SqliteFiles.Open(file, FileMode.CreateNew)) { } // pg_dump keeps the mode of an existing file
        await Run("pg_dump", connection, ["--format=custom", "--no-owner", "--no-privileges", $"--file={file}"], cancellationToken);
    }

    /// <summary>Checks the backup, then restores it in one transaction: all or nothing.</summary>
    public static async Task Restore(
        DatacentreTarget target,
        RestoreCommand.Input input,
        MasterKey masterKey,
        CancellationToken cancellationToken
    )
    {
        var connection = target.Postgres!;
        RestoreCommand.RefuseOtherKey(await Ring(connection, input.File, cancellationToken), masterKey, input.File);
        await using (var db = target.Direct().CreateDbContext())
        {
            await using (await db.LockMigrations(cancellationToken)) { } // creates the database if there is none
            if (await HasTables(db, cancellationToken))
            {
                if (!input.Replace)
                    RestoreCommand.RefuseReplacing(target);
                await RefuseServers(db, target.Name, cancellationToken);
            }
        }
        string[] how =
        [
            "--exit-on-error",
            "--single-transaction",
            "--no-owner",
            "--no-privileges",
            .. input.Replace ? (string[])["--clean", "--if-exists"] : [],
        ];
        await Run("pg_restore", connection, [.. how, $"--dbname={Database(connection)}", input.File], cancellationToken);
    }

    /// <summary>The key ring in a backup.</summary>
    private static async Task<IEnumerable<XElement>> Ring(string connection, string file, CancellationToken cancellationToken)
    {
        var rows = await Run("pg_restore", connection, ["--data-only", "--table=ProtectionKeys", "--file=-", file], cancellationToken);
        return rows.Split('\n')
            .SelectMany(row => row.Split('\t'))
            .Where(column => column.StartsWith("<key", StringComparison.Ordinal))
            .Select(XElement.Parse);
    }

    private static string? Database(string connection) => new NpgsqlConnectionStringBuilder(connection).Database;

    private static async Task<bool> HasTables(Db db, CancellationToken cancellationToken) =>
        await db
            .Database.SqlQuery<bool>($"SELECT EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = 'public') AS \"Value\"")
            .SingleAsync(cancellationToken);

    private static async Task RefuseServers(Db db, string name, CancellationToken cancellationToken)
    {
        var others = await db
            .Database.SqlQuery<int>(
                $"""
                SELECT count(*)::int AS "Value" FROM pg_stat_activity
                WHERE datname = current_database() AND backend_type = 'client backend' AND application_name <> current_setting('application_name')
                """
            )
            .SingleAsync(cancellationToken);
        if (others > 0)
            throw new StartRefusedException(
                $"The database of {name} has {others} other connections. Nothing was changed. Stop its servers and its pooler first."
            );
    }

    private static async Task<string> Run(
        string tool,
        string connection,
        IEnumerable<string> arguments,
        CancellationToken cancellationToken
    )
    {
        var start = new ProcessStartInfo(tool, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in Variables(new NpgsqlConnectionStringBuilder(connection)))
            if (!string.IsNullOrEmpty(value))
                start.Environment[name] = value;
        using var process = Start(start);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0 ? output : throw new StartRefusedException($"{tool} failed: {(await errors).Trim()}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new StartRefusedException(
                $"Can't run {start.FileName}. Install PostgreSQL's client programs, on Debian `apt-get install postgresql-client`.",
                exception
            );
        }
    }

    /// <summary>The connection as libpq reads it from the environment, which other accounts of the machine can't see.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> Variables(NpgsqlConnectionStringBuilder settings)
    {
        var port = settings.Port.ToString(CultureInfo.InvariantCulture);
        var hosts = (settings.Host ?? "").Split(',').Select(host => host.StartsWith('/') ? [host] : host.Split(':')).ToList();
        yield return new("PGHOST", string.Join(',', hosts.Select(host => host[0])));
        yield return new("PGPORT", string.Join(',', hosts.Select(host => host.Length > 1 ? host[1] : port)));
        yield return new("PGDATABASE", settings.Database);
        yield return new("PGUSER", settings.Username);
        yield return new("PGPASSWORD", settings.Password);
        yield return new("PGPASSFILE", settings.Passfile);
        yield return new("PGSSLMODE", SslMode(settings.SslMode));
        yield return new("PGSSLROOTCERT", settings.RootCertificate);
        yield return new("PGSSLCERT", settings.SslCertificate);
        yield return new("PGSSLKEY", settings.SslKey);
        yield return new("PGTARGETSESSIONATTRS", hosts.Count > 1 ? "read-write" : null);
    }

    private static string SslMode(SslMode mode) =>
        mode switch
        {
            Npgsql.SslMode.VerifyCA => "verify-ca",
            Npgsql.SslMode.VerifyFull => "verify-full",
            _ => mode.ToString().ToLowerInvariant(),
        };
}

using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Hosting.Options;
using Tokenhouse.Server.Hosting.Sealing;

namespace Tokenhouse.Server.Hosting.Commands;

/// <summary>What the command <c>check</c> says about a database: reachable, schema, master key, timeouts, connections.</summary>
internal static class DatabaseChecks
{
    public static async Task Run(CommandSettings read, DatacentreTarget target, CheckReport report, CancellationToken cancellationToken)
    {
        var before = report.Failures;
        await CheckCommand.Try(
            report,
            $"{target.Name} database",
            $"Check Tokenhouse:Datacentres:{target.Name}, and that the database runs.",
            patience => Reach(target, report, patience),
            cancellationToken
        );
        if (report.Failures > before)
            return;
        await Try("schema", patience => Schema(target, report, patience));
        await Try("master key", patience => Key(read, target, report, patience));
        if (target.Options.Postgres is not { } connection)
            return;
        await Try("timeouts", patience => Timeouts(target, report, patience));
        await Try("connections", patience => Connections(target, connection, report, patience));

        Task Try(string subject, Func<CancellationToken, Task> check) =>
            CheckCommand.Try(report, $"{target.Name} {subject}", "", check, cancellationToken);
    }

    private static async Task Reach(DatacentreTarget target, CheckReport report, CancellationToken cancellationToken)
    {
        var subject = $"{target.Name} database";
        if (target.Options.Postgres is null)
        {
            if (File.Exists(target.SqliteFile))
                await report.Ok(subject, $"SQLite, {target.SqliteFile}");
            else
                await report.Warn(subject, $"{target.SqliteFile} doesn't exist yet. Run the command migrate, or start the server.");
            return;
        }
        await using var db = target.Database().CreateDbContext();
        var version = await Value<string>(db, $"SELECT current_setting('server_version') AS \"Value\"", cancellationToken);
        await report.Ok(subject, $"PostgreSQL {version} answers");
        if (target.Options.PostgresDirect is null)
            return;
        await using var direct = target.Direct().CreateDbContext();
        await Value<int>(direct, $"SELECT 1 AS \"Value\"", cancellationToken);
        await report.Ok($"{target.Name} direct connection", "answers");
    }

    private static async Task Schema(DatacentreTarget target, CheckReport report, CancellationToken cancellationToken)
    {
        var subject = $"{target.Name} schema";
        if (target.Postgres is null && !File.Exists(target.SqliteFile))
            return;
        var migrator = target.Migrator();
        if (await migrator.Pending(cancellationToken) is { Count: > 0 } pending)
            await report.Fail(
                subject,
                string.Create(CultureInfo.InvariantCulture, $"{pending.Count} migrations are missing. Run the command migrate.")
            );
        else if (await migrator.Later(cancellationToken) is [.., var last])
            await report.Warn(subject, $"a later release has migrated it ({last}). This one still works. Complete the upgrade.");
        else
            await report.Ok(subject, "up to date");
    }

    private static async Task Key(CommandSettings read, DatacentreTarget target, CheckReport report, CancellationToken cancellationToken)
    {
        var subject = $"{target.Name} master key";
        if (
            read.IsDevelopment
            && read.Options is { MasterKey: null, MasterKeyFile: null, DataFolder: var folder }
            && !File.Exists(Path.Combine(folder, "master.key"))
        )
        {
            await report.Ok(subject, "the first start creates one");
            return;
        }
        MasterKey key;
        try
        {
            key = read.MasterKey(target);
        }
        catch (StartRefusedException refused)
        {
            await report.Fail(subject, refused.Message);
            return;
        }
        if (target.Postgres is null && !File.Exists(target.SqliteFile))
            return;
        await using var db = target.Database().CreateDbContext();
        if (!(await db.Database.GetAppliedMigrationsAsync(cancellationToken)).Any())
            await report.Ok(subject, $"{key.Id}, {read.MasterKeyPlace}. The database isn't sealed yet");
        else if (MasterKeyEncryptor.OtherKey(await DatacentreTarget.Ring(db, cancellationToken), key) is { } other)
            await report.Fail(
                subject,
                $"the database was sealed with {other}, but this one is {key.Id}. Use the master key of the first start."
            );
        else
            await report.Ok(subject, $"{key.Id}, {read.MasterKeyPlace}. Keep a copy of it outside the backups");
    }

    private static async Task Timeouts(DatacentreTarget target, CheckReport report, CancellationToken cancellationToken)
    {
        var subject = $"{target.Name} timeouts";
        await using var db = target.Database().CreateDbContext();
        if (await PostgresRole.Missing(db, role: null, cancellationToken) is { Count: > 0 } missing)
            await report.Warn(
                subject,
                $"the role has no {string.Join(", ", missing)}: a frozen server can stop the others. Run the command migrate."
            );
        else
            await report.Ok(subject, "the role has all of them");
    }

    private static async Task Connections(
        DatacentreTarget target,
        string connection,
        CheckReport report,
        CancellationToken cancellationToken
    )
    {
        var subject = $"{target.Name} connections";
        var (nodes, size) = (target.Options.Nodes, PostgresPool.SizeOf(connection));
        if (target.Options.PostgresDirect is not null)
        {
            await report.Ok(
                subject,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"up to {nodes * size} to the pooler. Its max_client_conn must be more, and its pools less than max_connections"
                )
            );
            return;
        }
        await using var db = target.Database().CreateDbContext();
        var limit = await PostgresPool.Limit(db, cancellationToken);
        if (PostgresPool.Fault(nodes, size, limit) is { } fault)
            await report.Fail(subject, fault);
        else
            await report.Ok(
                subject,
                string.Create(CultureInfo.InvariantCulture, $"up to {nodes * size} ({size} of each server); the database allows {limit}")
            );
    }

    private static Task<T> Value<T>(Db db, FormattableString sql, CancellationToken cancellationToken) =>
        db.Database.SqlQuery<T>(sql).SingleAsync(cancellationToken);
}

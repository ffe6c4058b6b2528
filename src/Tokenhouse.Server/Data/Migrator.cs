using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Tokenhouse.Server.Data;

/// <summary>Brings a datacentre's database to the schema of this release.</summary>
/// <param name="dbs">The connections that look for pending migrations.</param>
/// <param name="direct">Connections without a pooler, which apply them; null if <paramref name="dbs"/> do.</param>
/// <param name="role">The servers' role; null if it is that of the connection.</param>
public sealed class Migrator(IDbContextFactory<Db> dbs, IDbContextFactory<Db>? direct = null, string? role = null)
{
    /// <summary>The names of pending migrations.</summary>
    public async Task<IReadOnlyList<string>> Pending(CancellationToken cancellationToken)
    {
        await using var db = dbs.CreateDbContext();
        db.Protect();
        return [.. await db.Database.GetPendingMigrationsAsync(cancellationToken)];
    }

    /// <summary>The names of migrations that a later release has applied. This release works with them, but can't add its own.</summary>
    public async Task<IReadOnlyList<string>> Later(CancellationToken cancellationToken)
    {
        await using var db = (direct ?? dbs).CreateDbContext();
        return [.. (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).Except(db.Database.GetMigrations())];
    }

    /// <summary>
    /// Applies pending migrations, one server at a time, each in a transaction of its own: after an interruption, the next attempt continues with the first
    /// that is missing. Then completes the settings of the servers' role.
    /// </summary>
    /// <param name="cancellationToken">Stops after the current migration.</param>
    /// <param name="report">Called before each migration.</param>
    public async Task<MigrationResult> Apply(CancellationToken cancellationToken, Action<MigrationStep>? report = null)
    {
        await using var db = (direct ?? dbs).CreateDbContext();
        db.Protect();
        await using var alone = await db.LockMigrations(cancellationToken);
        var pending = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        var migrator = db.GetService<IMigrator>();
        foreach (var (index, name) in pending.Index())
        {
            report?.Invoke(new(index + 1, pending.Count, name));
            await migrator.MigrateAsync(name, cancellationToken);
        }
        var statements = await db.RoleStatements(role, cancellationToken);
        return new(pending.Count, statements, IsRoleRefused: !await TryRun(db, statements, cancellationToken));
    }

    private static async Task<bool> TryRun(Db db, IReadOnlyList<string> statements, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var statement in statements)
                await db.Database.ExecuteSqlRawAsync(statement, cancellationToken);
            return true;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return false;
        }
    }
}

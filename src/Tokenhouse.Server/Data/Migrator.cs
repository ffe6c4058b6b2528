using Microsoft.EntityFrameworkCore;

namespace Tokenhouse.Server.Data;

/// <summary>Brings a datacentre's database to the schema of this release.</summary>
public sealed class Migrator(IDbContextFactory<Db> dbs)
{
    /// <summary>The names of pending migrations.</summary>
    public async Task<IReadOnlyList<string>> Pending(CancellationToken cancellationToken)
    {
        await using var db = dbs.CreateDbContext();
        db.Protect();
        return [.. await db.Database.GetPendingMigrationsAsync(cancellationToken)];
    }

    /// <summary>Applies them, one server at a time.</summary>
    public async Task Apply(CancellationToken cancellationToken)
    {
        await using var db = dbs.CreateDbContext();
        await db.Migrate(cancellationToken);
    }
}

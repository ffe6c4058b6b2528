using Microsoft.EntityFrameworkCore;

namespace Tokenhouse.Server.Data;

/// <summary>Adds data that must be there once, however many servers start at the same time.</summary>
public static class MissingData
{
    /// <summary>
    /// Looks without a lock first, because usually nothing is missing and a start must not wait for others. Otherwise it looks again and adds in an exclusive
    /// transaction, so that what it adds, no other server adds too.
    /// </summary>
    /// <param name="dbs">The database.</param>
    /// <param name="add">Adds or changes entities; saves nothing.</param>
    /// <param name="cancellationToken">Cancelled when the start is.</param>
    public static async Task AddMissing(
        this IDbContextFactory<Db> dbs,
        Func<Db, CancellationToken, Task> add,
        CancellationToken cancellationToken
    )
    {
        await using (var look = dbs.CreateDbContext())
        {
            await add(look, cancellationToken);
            if (!look.ChangeTracker.HasChanges())
                return;
        }
        await using var db = dbs.CreateDbContext();
        db.Database.SetCommandTimeout(Limit);
        await using var transaction = await db.BeginAlone(cancellationToken);
        await add(db, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Another server may be adding the same.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
}

using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Tokenhouse.Server.Data;

/// <summary>
/// Invalidates local caches right after commit: a client that revokes a token and then introspects it here gets the right answer. Other servers
/// get the change through the feed, and so does this one again.
/// </summary>
public sealed class LocalInvalidationInterceptor(CacheInvalidator cacheInvalidator) : DbTransactionInterceptor
{
    public override async Task TransactionCommittedAsync(
        DbTransaction transaction,
        TransactionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        if (eventData.Context is not Db db)
            return;
        foreach (var cacheKey in db.TakeAnnounced())
            await cacheInvalidator.Tell(follower => follower.Changed(cacheKey, CancellationToken.None), CancellationToken.None);
    }
}

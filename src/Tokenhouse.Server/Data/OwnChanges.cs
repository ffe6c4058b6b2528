using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Tokenhouse.Server.Data;

/// <summary>
/// Invalidates local caches right after commit: a client that revokes a token and then introspects it here gets the right answer. Other servers
/// get the change through the feed, and so does this one again.
/// </summary>
public sealed class OwnChanges(Followers followers) : DbTransactionInterceptor
{
    public override async Task TransactionCommittedAsync(
        DbTransaction transaction,
        TransactionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        if (eventData.Context is not Db db)
            return;
        foreach (var subject in db.TakeAnnounced())
            await followers.Tell(follower => follower.Changed(subject, CancellationToken.None), CancellationToken.None);
    }
}

using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Tokenhouse.Server.Data;

/// <summary>
/// What this server changes it knows before it answers: whoever revokes a token and then asks about it here is told the truth. The other servers
/// hear of it through the feed, as this one does once more.
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

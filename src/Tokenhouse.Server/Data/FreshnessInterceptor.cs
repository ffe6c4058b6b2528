using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Tokenhouse.Server.Data;

/// <summary>Refuses every write and every commit of a server whose knowledge is too old (<see cref="Freshness"/>).</summary>
internal sealed class FreshnessInterceptor(Freshness freshness)
    : DbCommandInterceptor,
        ISaveChangesInterceptor,
        IDbTransactionInterceptor,
        IDbConnectionInterceptor
{
    /// <summary>While the feed can't be read, requests don't wait for the database one by one.</summary>
    public ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection,
        ConnectionEventData eventData,
        InterceptionResult result,
        CancellationToken cancellationToken = default
    ) => new(eventData.Context is Db { IsProbe: true } || !freshness.IsCutOff ? result : throw new StaleServerException());

    public ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    ) => new(Checked(result));

    public InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result) => Checked(result);

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    ) => new(Checked(result));

    public override InterceptionResult<int> NonQueryExecuting(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result
    ) => Checked(result);

    public ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction,
        TransactionEventData eventData,
        InterceptionResult result,
        CancellationToken cancellationToken = default
    ) => new(Checked(result));

    private T Checked<T>(T result) => freshness.MayWrite ? result : throw new StaleServerException();
}

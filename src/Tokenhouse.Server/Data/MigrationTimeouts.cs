using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Tokenhouse.Server.Data;

/// <summary>
/// Lifts the timeouts of <see cref="PostgresRole"/> from the transactions of migrations, and from no others. A migration may run for long, but it waits for
/// a lock only briefly, because everything else would wait behind it. The settings end with the transaction, so no pooler passes them on.
/// </summary>
internal sealed class MigrationTimeouts : DbTransactionInterceptor
{
    private const string Settings =
        "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL lock_timeout = '10s'";

    public override async ValueTask<DbTransaction> TransactionStartedAsync(
        DbConnection connection,
        TransactionEndEventData eventData,
        DbTransaction result,
        CancellationToken cancellationToken = default
    )
    {
        if (eventData.Context is not PostgresDb { IsMigrating: true } db)
            return result;
        await using var command = connection.CreateCommand();
        (command.Transaction, command.CommandText) = (result, Settings);
        await command.ExecuteNonQueryAsync(cancellationToken);
        db.Database.SetCommandTimeout(TimeSpan.Zero);
        return result;
    }
}

using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Tokenhouse.Tests.Support;

/// <summary>A SQLite database that may not grow.</summary>
public sealed class FullSqliteDatabase : DbConnectionInterceptor
{
    public override Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA max_page_count = 1"; // no fewer than it has
        command.ExecuteNonQuery();
        return Task.CompletedTask;
    }
}

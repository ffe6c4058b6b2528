using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Tokenhouse.Tests.Support;

/// <summary>Watches what is deleted: how many rows at once, and whether in a transaction of its own.</summary>
public sealed class Deletions : DbCommandInterceptor
{
    private readonly Lock gate = new();

    /// <summary>The most rows of one statement.</summary>
    public int Largest { get; private set; }

    public int Statements { get; private set; }

    /// <summary>Deletions that were part of a transaction which went on after them.</summary>
    public int InLongerTransactions { get; private set; }

    public override ValueTask<int> NonQueryExecutedAsync(
        DbCommand command,
        CommandExecutedEventData eventData,
        int result,
        CancellationToken cancellationToken = default
    )
    {
        if (command.CommandText.StartsWith("DELETE", StringComparison.Ordinal))
            lock (gate)
            {
                Largest = Math.Max(Largest, result);
                Statements++;
                InLongerTransactions += command.Transaction is null ? 0 : 1;
            }
        return new(result);
    }
}

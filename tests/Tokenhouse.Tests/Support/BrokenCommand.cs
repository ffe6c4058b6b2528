using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Tokenhouse.Tests.Support;

/// <summary>A database that fails at commands which begin like a text, as long as it is told to.</summary>
public sealed class BrokenCommand(string begins) : DbCommandInterceptor
{
    public bool Breaks { get; set; }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    ) =>
        Breaks && command.CommandText.StartsWith(begins, StringComparison.Ordinal)
            ? throw new TimeoutException("The disk is full.")
            : new(result);
}

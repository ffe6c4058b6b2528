using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Tokenhouse.Tests.Support;

/// <summary>A database that fails at commands which hold a text, as long as it is told to.</summary>
public sealed class BrokenCommand(string text) : DbCommandInterceptor
{
    public bool Breaks { get; set; }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    ) => IsBroken(command) ? throw new TimeoutException("The disk is full.") : new(result);

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default
    ) => IsBroken(command) ? throw new TimeoutException("The disk is full.") : new(result);

    private bool IsBroken(DbCommand command) => Breaks && command.CommandText.Contains(text, StringComparison.Ordinal);
}

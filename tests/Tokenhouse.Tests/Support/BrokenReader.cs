using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Tokenhouse.Tests.Support;

/// <summary>A database that fails at queries which mention a text.</summary>
public sealed class BrokenReader(string mentions) : DbCommandInterceptor
{
    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default
    ) => command.CommandText.Contains(mentions, StringComparison.Ordinal) ? throw new InvalidOperationException("canary") : new(result);
}

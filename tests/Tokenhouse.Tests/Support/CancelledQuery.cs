using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Tokenhouse.Tests.Support;

/// <summary>Cancels one query that mentions a text, as a driver's own time limit does.</summary>
public sealed class CancelledQuery(string mentions) : DbCommandInterceptor
{
    /// <summary>Whether the next such query is to be cancelled; false again once it was.</summary>
    public bool Next { get; set; }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default
    )
    {
        if (!Next || !command.CommandText.Contains(mentions, StringComparison.Ordinal))
            return new(result);
        Next = false;
        throw new OperationCanceledException();
    }
}

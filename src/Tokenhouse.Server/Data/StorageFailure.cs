using System.Data.Common;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;

namespace Tokenhouse.Server.Data;

/// <summary>Tells a database that cannot be reached or cannot write from every other failure.</summary>
public static class StorageFailure
{
    /// <summary>Whether a failure came from the database; the drivers wrap passing ones in another exception.</summary>
    public static bool IsStorage(this Exception exception) =>
        exception is DbException or DbUpdateException or TimeoutException or SocketException or IOException
        || exception is InvalidOperationException { InnerException: { } inner } && inner.IsStorage();
}

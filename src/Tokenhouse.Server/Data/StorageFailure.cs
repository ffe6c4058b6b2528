using System.Data.Common;
using System.Net.Sockets;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Tokenhouse.Server.Data;

/// <summary>Tells a database that cannot be reached or cannot write from every other failure.</summary>
public static class StorageFailure
{
    // https://sqlite.org/rescode.html
    private const int TooBig = 18;
    private const int Constraint = 19;
    private const int Mismatch = 20;

    /// <summary>Whether a failure came from the database; the drivers wrap passing ones in another exception.</summary>
    public static bool IsStorage(this Exception exception) =>
        exception is DbException or DbUpdateException or TimeoutException or SocketException or IOException
        || exception is InvalidOperationException { InnerException: { } inner } && inner.IsStorage();

    /// <summary>
    /// Whether somebody sent what is no text to a database, such as a NUL character: nothing of ours failed, and nothing was done.
    /// </summary>
    public static bool IsNoText(this Exception exception) =>
        exception switch
        {
            PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter } =>
                true,
            EncoderFallbackException => true,
            { InnerException: { } inner } => inner.IsNoText(),
            _ => false,
        };

    /// <summary>
    /// Whether the database is well and refused what was to be written: too long, no text, against a constraint. Trying again is in vain. Both
    /// databases say so by the class of their error codes; what cannot become UTF-8 is refused by the drivers.
    /// </summary>
    public static bool IsAboutTheRow(this Exception exception) =>
        exception switch
        {
            PostgresException { SqlState: ['2', '2' or '3', ..] or ['5', '4', ..] } => true,
            SqliteException { SqliteErrorCode: TooBig or Constraint or Mismatch } => true,
            EncoderFallbackException => true,
            { InnerException: { } inner } => inner.IsAboutTheRow(),
            _ => false,
        };
}

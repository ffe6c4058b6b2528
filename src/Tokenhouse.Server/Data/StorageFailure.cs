using System.Data.Common;
using System.Net.Sockets;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Tokenhouse.Server.Data;

/// <summary>
/// Classifies database failures: invalid data, a wrong statement, or the storage. Only the last is temporary.
/// </summary>
public static class StorageFailure
{
    // https://sqlite.org/rescode.html
    private const int Error = 1;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int Full = 13;
    private const int TooBig = 18;
    private const int Constraint = 19;
    private const int Mismatch = 20;
    private const int Misuse = 21;

    /// <summary>
    /// Whether the database failed although the request is valid: it is unreachable, full, read-only or too busy.
    /// The drivers wrap temporary failures in another exception.
    /// </summary>
    public static bool IsStorage(this Exception exception) =>
        exception switch
        {
            StaleServerException => true,
            DbUpdateConcurrencyException => false,
            DbUpdateException or InvalidOperationException => exception.InnerException?.IsStorage() == true,
            PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } => true,
            PostgresException { SqlState: ['4', '2', ..] } => false, // the statement is wrong
            SqliteException { SqliteErrorCode: Error or Misuse } => false,
            DbException => !exception.IsAboutTheRow(),
            _ => exception is TimeoutException or SocketException or IOException,
        };

    /// <summary>Why the storage failed, without any details.</summary>
    public static string Cause(this Exception exception) =>
        exception switch
        {
            PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.InsufficientPrivilege } =>
                "the database is read-only",
            SqliteException { SqliteErrorCode: ReadOnly } => "the database is read-only",
            StaleServerException => "this server hasn't read the latest changes yet",
            PostgresException { SqlState: PostgresErrorCodes.DiskFull } => "the disk is full",
            SqliteException { SqliteErrorCode: Full } => "the disk is full",
            PostgresException { SqlState: ['5', '3', ..] } => "the database has no resources left",
            SqliteException { SqliteErrorCode: Busy or Locked } or TimeoutException => "the database did not respond in time",
            PostgresException { SqlState: ['5', '7', ..] } or SocketException => "the database can't be reached",
            { InnerException: { } inner } => inner.Cause(),
            NpgsqlException and not PostgresException => "the database can't be reached",
            _ => "the database failed",
        };

    /// <summary>
    /// Whether the request contained text that databases don't support, such as a NUL character: the server didn't fail, and nothing was done.
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
    /// Whether the database works but refused the data: too long, not text, or against a constraint. Retrying is pointless. Both
    /// databases report this by the class of their error codes; the drivers refuse text that can't become UTF-8.
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

using System.Data.Common;
using System.Net.Sockets;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Tokenhouse.Server.Data;

/// <summary>
/// The one classification of what databases fail with: what was sent, the statement, or the storage. Only the last gets better by waiting.
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
    /// Whether the database could not do what was asked although nothing is wrong with the request: it is away, full, read-only or too busy.
    /// The drivers wrap passing failures in another exception.
    /// </summary>
    public static bool IsStorage(this Exception exception) =>
        exception switch
        {
            DbUpdateConcurrencyException => false,
            DbUpdateException or InvalidOperationException => exception.InnerException?.IsStorage() == true,
            PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } => true,
            PostgresException { SqlState: ['4', '2', ..] } => false, // the statement is wrong
            SqliteException { SqliteErrorCode: Error or Misuse } => false,
            DbException => !exception.IsAboutTheRow(),
            _ => exception is TimeoutException or SocketException or IOException,
        };

    /// <summary>Why the storage failed, in words that say nothing about it but this.</summary>
    public static string Cause(this Exception exception) =>
        exception switch
        {
            PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.InsufficientPrivilege } =>
                "the database is read-only",
            SqliteException { SqliteErrorCode: ReadOnly } => "the database is read-only",
            PostgresException { SqlState: PostgresErrorCodes.DiskFull } => "the disk is full",
            SqliteException { SqliteErrorCode: Full } => "the disk is full",
            PostgresException { SqlState: ['5', '3', ..] } => "the database has no resources left",
            SqliteException { SqliteErrorCode: Busy or Locked } or TimeoutException => "the database did not answer in time",
            PostgresException { SqlState: ['5', '7', ..] } or SocketException => "the database cannot be reached",
            { InnerException: { } inner } => inner.Cause(),
            NpgsqlException and not PostgresException => "the database cannot be reached",
            _ => "the database failed",
        };

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

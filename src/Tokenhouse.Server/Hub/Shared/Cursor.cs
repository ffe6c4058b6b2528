using System.Buffers.Text;
using System.Text;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>
/// Where a list continues, for programs and for lists too long to count: the key of the last returned row, encoded so that callers don't
/// depend on its content.
/// </summary>
public static class Cursor
{
    /// <summary>Why a cursor is refused.</summary>
    internal static readonly Problem Unknown = Problem.Invalid("cursor", "This cursor isn't valid for this list. Start again without one.");

    private const int Longest = 500;

    public static string Make(string key) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(key));

    /// <summary>The key; null if it isn't a cursor of ours.</summary>
    public static string? Read(string? cursor)
    {
        if (cursor is not { Length: > 0 and <= Longest } || !Base64Url.IsValid(cursor))
            return null;
        var key = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        return key.Contains('\0', StringComparison.Ordinal) ? null : key; // databases can't query that
    }
}

using System.Globalization;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>
/// A day, minute, second or instant as entered by a user or returned by the API: <c>2026-05-03</c>, <c>2026-05-03T12:03</c>, <c>2026-05-03T12:03:04</c>,
/// <c>2026-05-03T12:03:04.567+02:00</c>. Without an offset, times are in UTC.
/// </summary>
/// <param name="Begin">Its start.</param>
/// <param name="End">Its end, exclusive.</param>
public sealed record TimeSlot(DateTimeOffset Begin, DateTimeOffset End)
{
    /// <summary>What to send as a time.</summary>
    public const string Expected = "Enter a date such as 2026-05-03, or a time such as 2026-05-03T12:03 (UTC).";

    private const string Second = "yyyy-MM-dd'T'HH:mm:ss";

    private static readonly (string Format, TimeSpan Length)[] Written =
    [
        ("yyyy-MM-dd", TimeSpan.FromDays(1)),
        ("yyyy-MM-dd'T'HH:mmK", TimeSpan.FromMinutes(1)),
        (Second + "K", TimeSpan.FromSeconds(1)),
        (Second + ".FFFFFFFK", TimeSpan.FromMilliseconds(1)), // as precise as what is stored
    ];

    /// <summary>Parses one of these formats. Null if the text has another format.</summary>
    public static TimeSlot? Read(string? text)
    {
        foreach (var (format, length) in Written)
            if (
                DateTimeOffset.TryParseExact(
                    text,
                    format,
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                    out var begin
                )
                && begin >= DateTimeOffset.UnixEpoch // nothing was logged before, and every slot needs times before and after it
                && begin < DateTimeOffset.MaxValue - length
            )
                return new(begin, begin + length);
        return null;
    }

    /// <summary>The second that contains a time.</summary>
    public static string Format(DateTimeOffset at) => at.ToUniversalTime().ToString(Second, CultureInfo.InvariantCulture);
}

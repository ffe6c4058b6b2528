using System.Globalization;

namespace Tokenhouse.Server.Hub.Log;

/// <summary>A day, minute or second (UTC) as entered by a user: <c>2026-05-03</c>, <c>2026-05-03T12:03</c>, <c>2026-05-03T12:03:04</c>.</summary>
/// <param name="Begin">Its start.</param>
/// <param name="End">Its end, exclusive.</param>
public sealed record TimeSlot(DateTimeOffset Begin, DateTimeOffset End)
{
    private const string Second = "yyyy-MM-dd'T'HH:mm:ss";

    private static readonly (string Format, TimeSpan Length)[] Written =
    [
        ("yyyy-MM-dd", TimeSpan.FromDays(1)),
        ("yyyy-MM-dd'T'HH:mm", TimeSpan.FromMinutes(1)),
        (Second, TimeSpan.FromSeconds(1)),
    ];

    /// <summary>Parses one of these formats. Null if the text has another format.</summary>
    public static TimeSlot? Read(string? text)
    {
        foreach (var (format, length) in Written)
            if (
                DateTimeOffset.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var begin)
                && begin >= DateTimeOffset.UnixEpoch // nothing was logged before, and every slot needs times before and after it
                && begin < DateTimeOffset.MaxValue - length
            )
                return new(begin, begin + length);
        return null;
    }

    /// <summary>The second that contains a time.</summary>
    public static string Format(DateTimeOffset at) => at.ToUniversalTime().ToString(Second, CultureInfo.InvariantCulture);
}

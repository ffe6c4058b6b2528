using System.Security.Cryptography;

namespace Tokenhouse.Client.Caching;

/// <summary>How often the authority is asked when it doesn't issue a token. These numbers are documented; change them there too.</summary>
internal static class BackOff
{
    /// <summary>Requests for one token before callers get the error.</summary>
    public const int Attempts = 3;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(10);

    /// <summary>The wait before another attempt for the same callers; null if the server asks for more patience than they should have.</summary>
    public static TimeSpan? Wait(int attempt, TimeSpan? retryAfter)
    {
        if (attempt >= Attempts || retryAfter > LongestWait)
            return null;
        return Longer(Jittered(FirstWait * Math.Pow(2, attempt - 1)), retryAfter ?? TimeSpan.Zero);
    }

    /// <summary>How long callers get the last error without another request: 1, 2, 4 ... 60 seconds, or as the server says, at most 10 minutes.</summary>
    public static TimeSpan Pause(int failures, TimeSpan? retryAfter)
    {
        var doubled = FirstPause * Math.Pow(2, Math.Min(failures - 1, 10));
        var asked = retryAfter is { } wait && wait < LongestRetryAfter ? wait : LongestRetryAfter;
        return Longer(Jittered(doubled < LongestPause ? doubled : LongestPause), retryAfter is null ? TimeSpan.Zero : asked);
    }

    /// <summary>Up to a quarter longer, so that many processes don't return together.</summary>
    private static TimeSpan Jittered(TimeSpan time) => time * (1 + RandomNumberGenerator.GetInt32(250) / 1000.0);

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}

using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.RateLimiting;

namespace Tokenhouse.Server.AccountPages;

/// <summary>Error messages shared by several pages.</summary>
internal static class AccountErrorMessages
{
    public static readonly string TooMany =
        $"Too many attempts from your network. Wait {(int)AttemptThrottle.Window.TotalMinutes} minutes.";

    /// <summary>Why a password wasn't accepted, when to try again, and the HTTP status.</summary>
    /// <param name="http">The request.</param>
    /// <param name="outcome">The failed outcome.</param>
    /// <param name="wrong">The message if it was wrong.</param>
    /// <param name="tooMany">The message if there were too many attempts.</param>
    public static (int Status, string Fault) Of(HttpContext http, PasswordResult outcome, string wrong, string? tooMany = null)
    {
        if (outcome.IsBusy)
        {
            http.Response.Headers.RetryAfter = ServerBusyException.RetryAfter;
            return (StatusCodes.Status503ServiceUnavailable, ServerBusyException.Sentence);
        }
        if (!outcome.IsThrottled)
            return (StatusCodes.Status400BadRequest, wrong);
        http.Response.Headers.RetryAfter = $"{(int)AttemptThrottle.Window.TotalSeconds}";
        return (StatusCodes.Status429TooManyRequests, tooMany ?? TooMany);
    }
}

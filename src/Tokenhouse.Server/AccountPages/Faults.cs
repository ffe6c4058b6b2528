using Tokenhouse.Server.Accounts;

namespace Tokenhouse.Server.AccountPages;

/// <summary>What several pages say alike when something is not accepted.</summary>
internal static class Faults
{
    public static readonly string TooMany = $"Too many attempts from your network. Wait {(int)Throttling.Window.TotalMinutes} minutes.";

    /// <summary>Says why a password was not accepted, and when to try again; the status that goes with it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="outcome">What came of the password: no account.</param>
    /// <param name="wrong">What to say when it was wrong.</param>
    /// <param name="tooMany">What to say when there were too many attempts.</param>
    public static (int Status, string Fault) Of(HttpContext http, PasswordOutcome outcome, string wrong, string? tooMany = null)
    {
        if (outcome.IsBusy)
        {
            http.Response.Headers.RetryAfter = ServerBusyException.RetryAfter;
            return (StatusCodes.Status503ServiceUnavailable, ServerBusyException.Sentence);
        }
        if (!outcome.IsThrottled)
            return (StatusCodes.Status400BadRequest, wrong);
        http.Response.Headers.RetryAfter = $"{(int)Throttling.Window.TotalSeconds}";
        return (StatusCodes.Status429TooManyRequests, tooMany ?? TooMany);
    }
}

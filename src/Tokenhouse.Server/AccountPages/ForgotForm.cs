using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Notifications;
using Tokenhouse.Server.Pages;
using Tokenhouse.Server.RateLimiting;

namespace Tokenhouse.Server.AccountPages;

/// <summary>
/// Requests a link to reset the password. The response and its timing are the same whether or not the account exists, because the recipient is
/// looked up later.
/// </summary>
public sealed class ForgotForm(EmailDispatchService mail, AttemptThrottle throttle)
{
    public const string Path = "/account/forgot";

    public async Task Show(HttpContext http, Site site)
    {
        if (mail.IsPossible)
            await Show(http, StatusCodes.Status200OK, fault: null);
        else
            await NoMail(http);
    }

    public async Task Submit(HttpContext http, Site site)
    {
        var email = (await http.Request.ReadFormAsync(http.RequestAborted))["email"].ToString().Trim();
        if (!mail.IsPossible)
            await NoMail(http);
        else if (email.Length is 0 or > Passwords.LongestEmail || !email.Contains('@', StringComparison.Ordinal))
            await Show(http, StatusCodes.Status400BadRequest, "Enter your email address.");
        else if (!await throttle.Admit("forgot\n" + email.ToUpperInvariant(), http.Connection.RemoteIpAddress))
        {
            http.Response.Headers.RetryAfter = $"{(int)AttemptThrottle.Window.TotalSeconds}";
            await Show(http, StatusCodes.Status429TooManyRequests, AccountErrorMessages.TooMany);
        }
        else
        {
            mail.Reset(site, email);
            StatusMessage.Show(http, site, Path, StatusMessage.ResetSent);
        }
    }

    private static async Task Show(HttpContext http, int status, string? fault)
    {
        await http.WritePage<ForgotPage>(status, new { Fault = fault, Done = StatusMessage.Text(http) });
    }

    private static Task NoMail(HttpContext http) =>
        http.WritePage<MessagePage>(
            StatusCodes.Status404NotFound,
            new
            {
                Title = "This server can't send email",
                Message = "This server can't send email. Ask its operator for help with your password.",
            }
        );
}

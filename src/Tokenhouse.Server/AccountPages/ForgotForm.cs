using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.AccountPages;

/// <summary>
/// Requests a link to reset the password. The response and its timing are the same whether or not the account exists, because the recipient is
/// looked up later.
/// </summary>
public sealed class ForgotForm(Correspondence mail, Throttling throttling)
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
        else if (!await throttling.Admit("forgot\n" + email.ToUpperInvariant(), http.Connection.RemoteIpAddress))
        {
            http.Response.Headers.RetryAfter = $"{(int)Throttling.Window.TotalSeconds}";
            await Show(http, StatusCodes.Status429TooManyRequests, Faults.TooMany);
        }
        else
        {
            mail.Reset(site, email);
            Done.Show(http, site, Path, Done.ResetSent);
        }
    }

    private static async Task Show(HttpContext http, int status, string? fault)
    {
        await http.WritePage<ForgotPage>(status, new { Fault = fault, Done = Done.Text(http) });
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

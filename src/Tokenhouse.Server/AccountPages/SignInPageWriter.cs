using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Notifications;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.AccountPages;

/// <summary>Shows the sign-in page in all situations.</summary>
public sealed class SignInPageWriter(ReturnUrlFlow returnUrlFlow, Passkeys passkeys, EmailDispatchService mail)
{
    /// <summary>Tells a network that sent too many wrong passwords to wait.</summary>
    public Task ShowLimited(HttpContext http)
    {
        http.Response.Headers.RetryAfter = ServerBusyException.RetryAfter;
        return http.WritePage<MessagePage>(
            StatusCodes.Status503ServiceUnavailable,
            new
            {
                Title = "Try again in a few seconds",
                Message = "Too many wrong passwords came from your network. Wait a few seconds, go back and sign in again.",
            }
        );
    }

    public async Task Show(HttpContext http, ReturnUrl returnUrl, string? email = null, string? fault = null, int? status = null)
    {
        var person = SignedInAccount.Find(http) is { } signedIn && returnUrl.IsFor(signedIn.Account.Id) ? signedIn : null;
        await http.WritePage<SignInPage>(
            status ?? (fault is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest),
            new
            {
                Client = returnUrl.Client,
                Carried = returnUrlFlow.Field(returnUrl),
                Email = string.IsNullOrEmpty(email) ? person?.Account.Email : email,
                Again = person is not null,
                Passkey = await passkeys.ToSignIn(http, returnUrl.Site),
                CanReset = mail.IsPossible,
                Fault = fault,
                Done = fault is null ? StatusMessage.Text(http) : null,
            },
            returnUrl.FormTarget
        );
    }
}

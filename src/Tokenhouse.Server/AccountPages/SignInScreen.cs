using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.AccountPages;

/// <summary>Shows the sign-in page, whatever came before.</summary>
public sealed class SignInScreen(PageWriter pages, Destinations destinations, Sessions sessions, Passkeys passkeys, Correspondence mail)
{
    private const string LimitedTitle = "Try again in a few seconds";
    private const string Limited = "Too many wrong passwords came from your network. Wait a few seconds, go back and sign in again.";

    /// <summary>Tells a network that sent too many wrong passwords to wait.</summary>
    public Task ShowLimited(HttpContext http)
    {
        http.Response.Headers.RetryAfter = ServerBusyException.RetryAfter;
        return pages.WriteConstant(http, StatusCodes.Status503ServiceUnavailable, LimitedTitle, Limited);
    }

    public async Task Show(HttpContext http, Destination destination, string? email = null, string? fault = null, int? status = null)
    {
        var person = await sessions.Current(http);
        await pages.Write<SignInPage>(
            http,
            status ?? (fault is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest),
            new()
            {
                [nameof(SignInPage.Client)] = destination.Client,
                [nameof(SignInPage.Carried)] = destinations.Field(destination),
                [nameof(SignInPage.Email)] = string.IsNullOrEmpty(email) ? person?.Account.Email : email,
                [nameof(SignInPage.Again)] = person is not null,
                [nameof(SignInPage.Passkey)] = await passkeys.ToSignIn(http, destination.Site),
                [nameof(SignInPage.CanReset)] = mail.IsPossible,
                [nameof(SignInPage.Fault)] = fault,
                [nameof(SignInPage.Done)] = fault is null ? Done.Text(http) : null,
            },
            destination.FormTarget
        );
    }
}

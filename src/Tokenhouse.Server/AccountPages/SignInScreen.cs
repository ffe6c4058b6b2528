using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.AccountPages;

/// <summary>Shows the sign-in page, whatever came before.</summary>
public sealed class SignInScreen(PageWriter pages, Destinations destinations, Passkeys passkeys, Correspondence mail)
{
    public async Task Show(HttpContext http, Destination destination, string? email = null, string? fault = null, int? status = null)
    {
        var person = SignedIn.Find(http);
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

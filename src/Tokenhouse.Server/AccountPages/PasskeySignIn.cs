using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Activity;

namespace Tokenhouse.Server.AccountPages;

/// <summary>
/// Signs a person in with a passkey. The device has verified them (by fingerprint, face or PIN), so it is two factors in one, and no code is needed.
/// </summary>
public sealed class PasskeySignIn(SignInScreen screen, Destinations destinations, Passkeys passkeys, EventLog activity)
{
    public const string Path = "/account/sign-in/passkey";

    public async Task Submit(HttpContext http, Site site)
    {
        if (await destinations.FromForm(http, site) is not { } destination)
            return;
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var outcome = await passkeys.SignIn(http, site, form["credential"].ToString(), form["state"].ToString());
        if (outcome.Refusal is null)
        {
            await destinations.SignIn(http, destination, outcome.Account!, "hwk", "user");
            return;
        }
        activity.RefuseSignIn(http, site, outcome.Account?.Email, outcome.Refusal);
        await screen.Show(
            http,
            destination,
            email: null,
            "That passkey wasn't accepted. It may have been removed here, or the page may have been open for too long. Try again."
        );
    }
}

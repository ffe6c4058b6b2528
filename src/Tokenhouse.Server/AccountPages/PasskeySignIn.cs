using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.EventLog;

namespace Tokenhouse.Server.AccountPages;

/// <summary>
/// Signs a person in with a passkey. The device has verified them (by fingerprint, face or PIN), so it is two factors in one, and no code is needed.
/// </summary>
public sealed class PasskeySignIn(SignInPageWriter screen, ReturnUrlFlow returnUrlFlow, Passkeys passkeys, EventRecorder activity)
{
    public const string Path = "/account/sign-in/passkey";

    public async Task Submit(HttpContext http, Site site)
    {
        if (await returnUrlFlow.FromForm(http, site) is not { } returnUrl)
            return;
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var outcome = await passkeys.SignIn(http, site, form["credential"].ToString(), form["state"].ToString());
        if (outcome.Refusal is null)
        {
            await returnUrlFlow.SignIn(http, returnUrl, outcome.Account!, "hwk", "user");
            return;
        }
        activity.RefuseSignIn(http, site, outcome.Account?.Email, outcome.Refusal);
        await screen.Show(
            http,
            returnUrl,
            email: null,
            "That passkey wasn't accepted. It may have been removed here, or the page may have been open for too long. Try again."
        );
    }
}

using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Server.OAuth.Authorize;

namespace Tokenhouse.Server.Hub.Authentication;

/// <summary>Sign-in and sign-out of the Hub. People sign in at the sign-in host; this redirects them there and handles their return.</summary>
public sealed class SignInPages(HubPageWriter pages, HubOidcStateCookie hubOidcStateCookie, HubSessions sessions, Datacentre datacentre)
{
    public const string Path = "/sign-in";

    /// <summary>The parameter with the page to return to.</summary>
    public const string Page = "return";

    private readonly string issuer = datacentre.Site(TenantEnvironment.LIVE).Issuer;

    public Task Begin(HttpContext http)
    {
        hubOidcStateCookie.RedirectToSignIn(http, http.Request.Query[Page]);
        return Task.CompletedTask;
    }

    /// <summary>Handles the authorization response (RFC 6749, 4.1.2; RFC 9207).</summary>
    public async Task Finish(HttpContext http, HubHost hub)
    {
        var answer = http.Request.Query;
        if (hubOidcStateCookie.Return(http, answer["state"].ToString()) is not { } hubOidcState)
            await Refuse(http, "The sign-in wasn't started in this browser, or took longer than an hour.");
        else if (answer["iss"].ToString() != issuer)
            await Refuse(http, "The response didn't come from this Hub's sign-in.");
        else if (answer["error"].Count > 0)
            await Refuse(http, "The sign-in was refused. If it keeps happening, tell the operator.");
        else if (!await sessions.Begin(http, answer["code"].ToString(), hubOidcState.Verifier))
            await Refuse(http, "The response was already used or is too old, or you were signed out in the meantime.");
        else
            AuthorizeResponse.Redirect(http, hub.Address + hubOidcState.Page);
    }

    /// <summary>Ends the session here and at the sign-in host.</summary>
    public async Task SignOut(HttpContext http, HubHost hub)
    {
        await sessions.End(http);
        AuthorizeResponse.Redirect(http, hub.Address + HubHost.StartPath);
    }

    private Task Refuse(HttpContext http, string why) =>
        pages.WriteMessage(
            http,
            StatusCodes.Status400BadRequest,
            "You aren't signed in",
            $"{why} Nothing was changed. Sign in again.",
            Path,
            "Sign in"
        );
}

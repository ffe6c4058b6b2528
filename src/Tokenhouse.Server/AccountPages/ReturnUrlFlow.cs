using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.EventLog;
using Tokenhouse.Server.OAuth.Authorize;

namespace Tokenhouse.Server.AccountPages;

/// <summary>Carries the destination from one sign-in page to the next, and redirects there at the end.</summary>
public sealed class ReturnUrlFlow(Sessions sessions, InteractionPolicy interactionPolicy, EventRecorder activity)
{
    public const string Return = "return";

    /// <summary>From a URL. Null if it took too long, and an error page was shown.</summary>
    public Task<ReturnUrl?> FromQuery(HttpContext http, Site site) =>
        Read(http, site, http.Request.Query[AuthorizeRequestState.Name], http.Request.Query[Return]);

    /// <summary>From a form. Null if it took too long, and an error page was shown.</summary>
    public async Task<ReturnUrl?> FromForm(HttpContext http, Site site)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return await Read(http, site, form[AuthorizeRequestState.Name], form[Return]);
    }

    /// <summary>The hidden value of a form.</summary>
    public (string Name, string Value) Field(ReturnUrl returnUrl) =>
        returnUrl.ValidatedAuthorizeRequest is { } validatedAuthorizeRequest
            ? (AuthorizeRequestState.Name, interactionPolicy.Ticket(validatedAuthorizeRequest))
            : (Return, returnUrl.Return);

    /// <summary>Redirects the browser to a sign-in page with the destination.</summary>
    public void Continue(HttpContext http, ReturnUrl returnUrl, string path)
    {
        var (name, value) = Field(returnUrl);
        AuthorizeResponse.Redirect(http, $"{returnUrl.Site.Issuer}{path}?{name}={Uri.EscapeDataString(value)}");
    }

    /// <summary>Whether an application's request no longer needs a sign-in.</summary>
    public static bool IsReached(HttpContext http, ReturnUrl returnUrl) =>
        returnUrl.ValidatedAuthorizeRequest is { } validatedAuthorizeRequest
        && !InteractionPolicy.NeedsSignIn(http, validatedAuthorizeRequest);

    /// <summary>Redirects the browser there.</summary>
    public void Arrive(HttpContext http, ReturnUrl returnUrl) =>
        AuthorizeResponse.Redirect(
            http,
            returnUrl.ValidatedAuthorizeRequest is { } validatedAuthorizeRequest
                ? interactionPolicy.Back(validatedAuthorizeRequest)
                : returnUrl.Site.Issuer + returnUrl.Return
        );

    /// <summary>The person is authenticated: starts the session and redirects the browser.</summary>
    public async Task SignIn(HttpContext http, ReturnUrl returnUrl, Account account, params string[] methods)
    {
        await sessions.Begin(http, account, methods);
        activity.SignedIn(http, returnUrl.Site, account.Email!);
        Arrive(http, returnUrl);
    }

    private async Task<ReturnUrl?> Read(HttpContext http, Site site, string? ticket, string? path)
    {
        var validatedAuthorizeRequest = await interactionPolicy.Resume(site, ticket);
        if (string.IsNullOrEmpty(ticket) || validatedAuthorizeRequest is not null)
            return new(site, validatedAuthorizeRequest, AccountReturnPath.Or(path));
        await SignInExpiredPage.Show(http);
        return null;
    }
}

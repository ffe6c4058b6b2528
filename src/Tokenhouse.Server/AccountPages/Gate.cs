using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Endpoints.Authorize;

namespace Tokenhouse.Server.AccountPages;

/// <summary>
/// Lets account holders in, and everybody else to the sign-in page. What changes how somebody signs in asks for more: that they showed a moment
/// ago that it is them, so that nobody takes over an account in a browser that was left open.
/// </summary>
public sealed class Gate(Sessions sessions, TimeProvider clock)
{
    /// <summary>The person; null: nobody is signed in, and the browser has been sent to sign in and come back to the page.</summary>
    public async Task<SignedIn?> Enter(HttpContext http, Site site, string page)
    {
        var person = await sessions.Current(http);
        if (person is null)
            AuthorizeResponse.Redirect(http, SignInFor(site, page));
        return person;
    }

    /// <summary>The person who signed in a moment ago; null: the browser has been sent to sign in, again perhaps, and come back.</summary>
    public async Task<SignedIn?> EnterFresh(HttpContext http, Site site, string page)
    {
        var person = await Enter(http, site, page);
        if (person is null || IsFresh(person))
            return person;
        AuthorizeResponse.Redirect(http, SignInFor(site, page));
        return null;
    }

    public bool IsFresh(SignedIn person) => person.IsFreshAt(clock.GetUtcNow());

    /// <summary>Shows a page of the account after a form was handled, with what was done.</summary>
    public static void Show(HttpContext http, Site site, string page, string? done = null) =>
        AuthorizeResponse.Redirect(http, done is null ? site.Issuer + page : $"{site.Issuer}{page}?{Done.Name}={done}");

    public static string SignInFor(Site site, string page) =>
        $"{site.Issuer}{Interaction.SignInPath}?{Destinations.Return}={Uri.EscapeDataString(page)}";
}

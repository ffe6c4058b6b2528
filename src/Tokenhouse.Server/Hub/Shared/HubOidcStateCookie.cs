using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.OAuth.Authorize;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>
/// Redirects people to the sign-in host, like any client: with state and PKCE (RFC 9700, 2.1). What is needed when they come back is sealed in the
/// state, for this browser only: it stores one random value, from which the verifiers of all its windows are derived. So any number of windows can sign in
/// at the same time. The server stores nothing.
/// </summary>
public sealed class HubOidcStateCookie(Datacentre datacentre, IDataProtectionProvider protection, TimeProvider clock)
{
    /// <summary>How much time the person has.</summary>
    public static readonly TimeSpan Lifetime = AuthorizeRequestState.Lifetime;

    private readonly HostCookie cookie = new(datacentre, "tokenhouse-hub-browser");
    private readonly ProtectedState states = new(protection.CreateProtector("Tokenhouse.HubSignIn"), clock);
    private readonly string authorize = datacentre.Site(TenantEnvironment.LIVE).Issuer + AuthorizePath;

    private const string AuthorizePath = "/connect/authorize";

    /// <summary>Redirects the browser to sign in and return to a page.</summary>
    /// <param name="http">The request.</param>
    /// <param name="page">Path and query of a page of the Hub; anything else becomes the start page.</param>
    /// <param name="again">Whether the person must sign in again.</param>
    public void RedirectToSignIn(HttpContext http, string? page, bool again = false)
    {
        var (browser, once) = (Browser(http), RandomText.Base64Url());
        var state = states.Protect(clock.GetUtcNow() + Lifetime, Mark(browser), once, HubReturnPath.Or(page));
        List<Parameter> request =
        [
            new("response_type", "code"),
            new("client_id", HubHost.ClientId),
            new("redirect_uri", datacentre.Hub.Callback),
            new("scope", HubScopes.SignIn),
            new("state", state),
            new("code_challenge", CodeChallenge.Of(Verifier(browser, once))),
            new("code_challenge_method", CodeChallenge.Method),
        ];
        if (again)
            request.Add(new("prompt", "login"));
        AuthorizeResponse.Redirect(http, RedirectUri.With(authorize, request));
    }

    /// <summary>The state, if it belongs to this browser; null if it doesn't, or it took too long.</summary>
    public HubOidcState? Return(HttpContext http, string state)
    {
        if (
            cookie.Read(http) is not { } browser
            || states.Unprotect(state, count: 3) is not var (_, values)
            || values is not [var mark, var once, var page]
        )
            return null;
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(mark), Encoding.ASCII.GetBytes(Mark(browser)))
            ? new(Verifier(browser, once), page)
            : null;
    }

    /// <summary>The value that identifies this browser during the redirect. It doesn't prove who uses it.</summary>
    private string Browser(HttpContext http)
    {
        if (cookie.Read(http) is { } known)
            return known;
        var made = RandomText.Base64Url();
        cookie.Write(http, made);
        return made;
    }

    private static string Mark(string browser) => Base64Url.EncodeToString(TextHash.Of(browser));

    private static string Verifier(string browser, string once) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(browser), Encoding.UTF8.GetBytes(once)));
}

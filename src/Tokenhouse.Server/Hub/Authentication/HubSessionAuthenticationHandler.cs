using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Authentication;

/// <summary>
/// Authenticates people at the Hub by the session of their browser. Without a session, a challenge redirects the person to sign in; with one, it asks
/// them to sign in again. Afterwards they return to the page.
/// </summary>
public sealed class HubSessionAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    UrlEncoder encoder,
    HubSessions sessions,
    HubOidcStateCookie hubOidcStateCookie
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, NullLoggerFactory.Instance, encoder) // a line for each challenge would let strangers fill the log
{
    public const string SchemeName = "HubSession";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync() =>
        await sessions.Current(Context) is { } person
            ? AuthenticateResult.Success(new(new(person), Scheme.Name))
            : AuthenticateResult.NoResult();

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        hubOidcStateCookie.RedirectToSignIn(Context, ReturnPage.Find(Context) ?? Asked(), again: SignedInAccount.Find(Context) is not null);
        return Task.CompletedTask;
    }

    /// <summary>The same response for a forbidden action, another tenant's object, and an object that doesn't exist.</summary>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private string Asked() => HttpMethods.IsPost(Request.Method) ? Request.Path.Value! : Request.Path + Request.QueryString;
}

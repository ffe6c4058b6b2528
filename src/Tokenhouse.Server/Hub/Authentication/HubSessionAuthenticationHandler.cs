using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Authentication;

/// <summary>
/// Authenticates people at the Hub by the session of their browser. Who has none is sent to sign in; who is signed in already and is challenged
/// nevertheless must show again that it is them. Both come back to the page.
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

    /// <summary>What a person may not do, what belongs to another tenant and what does not exist are one answer.</summary>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private string Asked() => HttpMethods.IsPost(Request.Method) ? Request.Path.Value! : Request.Path + Request.QueryString;
}

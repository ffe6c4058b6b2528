using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.OAuth.Authorize;

namespace Tokenhouse.Server.AccountPages;

/// <summary>
/// Authenticates account holders on a site's hosts by the session of their browser. A person without a session, or without a recent sign-in where it is
/// required, is redirected to sign in and then returns to the page.
/// </summary>
public sealed class SessionAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    UrlEncoder encoder,
    Sessions sessions
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, NullLoggerFactory.Instance, encoder) // a line for each challenge would let strangers fill the log
{
    public const string SchemeName = "AccountSession";

    /// <summary>The sign-in page, from which the browser comes back to a page of the account.</summary>
    public static string SignInFor(Site site, string page) =>
        $"{site.Issuer}{InteractionPolicy.SignInPath}?{ReturnUrlFlow.Return}={Uri.EscapeDataString(page)}";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync() =>
        await sessions.Current(Context) is { } person
            ? AuthenticateResult.Success(new(new(person), Scheme.Name))
            : AuthenticateResult.NoResult();

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var page = ReturnPage.Find(Context) ?? Request.Path.Value!;
        AuthorizeResponse.Redirect(Context, SignInFor(Context.Features.GetRequiredFeature<Site>(), page));
        return Task.CompletedTask;
    }
}

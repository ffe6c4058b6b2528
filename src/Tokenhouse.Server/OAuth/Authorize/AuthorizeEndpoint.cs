using Tokenhouse.Core;
using Tokenhouse.Server.EventLog;
using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Server.OAuth.Authorize;

/// <summary>
/// The authorization endpoint (RFC 6749, 3.1). First the client, redirect URI and response mode: errors so far are shown on our own page. Then
/// everything else, whose errors go to the client. Then what the person still has to do. Then the code.
/// </summary>
public sealed class AuthorizeEndpoint(
    AuthorizationRequestReader authorizationRequestReader,
    InteractionPolicy interactionPolicy,
    AuthorizationCodes authorizationCodes,
    EventRecorder activity
)
{
    public async Task Handle(HttpContext http, Site site, Dialect dialect)
    {
        if (!(await authorizationRequestReader.Read(http.Request)).Ok(out var incomingAuthorizeRequest, out var refusal))
            await Show(http, site, dialect, refusal);
        else if (
            !(await authorizationRequestReader.Recipient(site, dialect, incomingAuthorizeRequest)).Ok(out var responseTarget, out refusal)
        )
            await Show(http, site, dialect, refusal);
        else if (await Authorize(http, site, dialect, responseTarget, incomingAuthorizeRequest) is { } error)
        {
            activity.Refuse(http, site, dialect, EndpointKind.Authorize, error.From(responseTarget.Caller));
            await AuthorizeResponse.Write(http, site, responseTarget, error);
        }
    }

    private async Task<OAuthError?> Authorize(
        HttpContext http,
        Site site,
        Dialect dialect,
        ResponseTarget responseTarget,
        IncomingAuthorizeRequest incomingAuthorizeRequest
    )
    {
        if (
            !(await authorizationRequestReader.Check(site, dialect, responseTarget, incomingAuthorizeRequest)).Ok(
                out var validatedAuthorizeRequest,
                out var error
            )
        )
            return error;
        if (!(await interactionPolicy.Next(http, validatedAuthorizeRequest)).Ok(out var next, out error))
            return error;
        switch (next)
        {
            case InteractionOutcome.Ask ask:
                AuthorizeResponse.Redirect(http, ask.Location);
                return null;
            case InteractionOutcome.Answer answer:
                await AuthorizeResponse.Write(
                    http,
                    site,
                    responseTarget,
                    await authorizationCodes.Issue(Agreed(validatedAuthorizeRequest, answer), dialect.Tokens.Codes)
                );
                return null;
            default:
                throw new InvalidOperationException($"Nothing follows {next.GetType().Name}.");
        }
    }

    private static AuthorizationCodeData Agreed(ValidatedAuthorizeRequest validatedAuthorizeRequest, InteractionOutcome.Answer answer) =>
        new(
            validatedAuthorizeRequest.ResponseTarget.Client,
            validatedAuthorizeRequest.Dialect,
            validatedAuthorizeRequest.ResponseTarget.RedirectUri,
            validatedAuthorizeRequest.Request,
            validatedAuthorizeRequest.ScopeDecision
        )
        {
            AccountId = answer.Person.Account.Id,
            SessionId = answer.Person.Session.Id,
            AuthenticatedAt = answer.Person.Session.AuthenticatedAt,
        };

    private async Task Show(HttpContext http, Site site, Dialect dialect, OAuthError refusal)
    {
        activity.Refuse(http, site, dialect, EndpointKind.Authorize, refusal);
        await AuthorizeResponse.Show(http, refusal);
    }
}

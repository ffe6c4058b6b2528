using Tokenhouse.Core;
using Tokenhouse.Server.Activity;
using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Server.Endpoints.Authorize;

/// <summary>
/// The authorization endpoint (RFC 6749, 3.1). First the client and redirect URI: errors so far are shown on our own page. Then everything else,
/// whose errors go to the client. Then what the person still has to do. Then the code.
/// </summary>
public sealed class AuthorizeEndpoint(Arrivals arrivals, Interaction interaction, Codes codes, EventLog activity)
{
    public async Task Handle(HttpContext http, Site site, Dialect dialect)
    {
        if (!(await arrivals.Read(http.Request)).Ok(out var arrival, out var refusal))
            await Show(http, site, dialect, refusal);
        else if (!(await arrivals.Recipient(site, dialect, arrival)).Ok(out var recipient, out refusal))
            await Show(http, site, dialect, refusal);
        else if (await Authorize(http, site, dialect, recipient, arrival) is { } error)
        {
            activity.Refuse(http, site, dialect, Operation.Authorize, error.From(recipient.Caller));
            await AuthorizeResponse.Write(http, site, recipient, error);
        }
    }

    private async Task<OAuthError?> Authorize(HttpContext http, Site site, Dialect dialect, Recipient recipient, Arrival arrival)
    {
        if (!arrivals.Check(site, dialect, recipient, arrival).Ok(out var pending, out var error))
            return error;
        if (!(await interaction.Next(http, pending)).Ok(out var next, out error))
            return error;
        switch (next)
        {
            case NextStep.Ask ask:
                AuthorizeResponse.Redirect(http, ask.Location);
                return null;
            case NextStep.Answer answer:
                await AuthorizeResponse.Write(http, site, recipient, await codes.Issue(Agreed(pending, answer), dialect.Tokens.Codes));
                return null;
            default:
                throw new InvalidOperationException($"Nothing follows {next.GetType().Name}.");
        }
    }

    private static Agreement Agreed(Pending pending, NextStep.Answer answer) =>
        new(pending.Recipient.Client, pending.Dialect, pending.Recipient.RedirectUri, pending.Request, pending.Scope)
        {
            AccountId = answer.Person.Account.Id,
            SessionId = answer.Person.Session.Id,
            AuthenticatedAt = answer.Person.Session.AuthenticatedAt,
        };

    private async Task Show(HttpContext http, Site site, Dialect dialect, OAuthError refusal)
    {
        activity.Refuse(http, site, dialect, Operation.Authorize, refusal);
        await AuthorizeResponse.Show(http, refusal);
    }
}

using Tokenhouse.Core;
using Tokenhouse.Server.EventLog;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.OAuth.EndSession;

/// <summary>
/// The end-session endpoint (OpenID Connect RP-Initiated Logout 1.0, 2). It checks the request; the page to which it sends the browser knows
/// who is signed in. A refused request also leads there, because a person who wants to sign out must be able to.
/// </summary>
public sealed class EndSessionEndpoint(EndSessionRequestReader reader, EndSessionState state, EventRecorder activity)
{
    public const string Page = "/account/end-session";

    public async Task Handle(HttpContext http, Site site, Dialect dialect)
    {
        if (!(await reader.Read(http.Request, site)).Ok(out var request, out var refusal))
        {
            activity.Refuse(http, site, dialect, EndpointKind.EndSession, refusal);
            request = EndSessionRequest.Empty with { Fault = $"{refusal.Description} ({http.TraceIdentifier})" };
        }
        http.SeeOther($"{site.Issuer}{Page}?{EndSessionState.Name}={Uri.EscapeDataString(state.Seal(request))}");
    }
}

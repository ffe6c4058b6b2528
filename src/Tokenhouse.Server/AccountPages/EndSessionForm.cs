using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.OAuth.EndSession;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.AccountPages;

/// <summary>
/// Signs a person out for an application. Without asking, if the application proved by an ID token which session it means; otherwise the person
/// decides, so that no link of a stranger signs anyone out.
/// </summary>
public sealed class EndSessionForm(Sessions sessions, EndSessionState state)
{
    public async Task Show(HttpContext http, Site site)
    {
        var request = await state.Open(site, http.Request.Query[EndSessionState.Name]);
        var person = SignedInAccount.Find(http);
        if (person is null || request.SessionId == SessionIdentifier.Of(person.Session.Id))
            await SignOut(http, request);
        else
            await Ask(http, request, person);
    }

    public async Task Submit(HttpContext http, Site site)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (form["decision"] == "sign-out")
            await SignOut(http, await state.Open(site, form[EndSessionState.Name]));
        else
            http.SeeOther(site.Issuer + AccountReturnPath.Home);
    }

    private Task Ask(HttpContext http, EndSessionRequest request, SignedInAccount person) =>
        http.WritePage<EndSessionPage>(
            Status(request),
            new
            {
                Client = request.Client?.Name,
                Email = person.Account.Email,
                Fault = request.Fault,
                Ticket = state.Seal(request),
            },
            request.RedirectUri is { } uri ? RedirectUri.FormTarget(uri) : null
        );

    private async Task SignOut(HttpContext http, EndSessionRequest request)
    {
        await sessions.End(http);
        if (request.RedirectUri is { } uri)
            http.SeeOther(request.State is { } sent ? RedirectUri.With(uri, [new("state", sent)]) : uri);
        else
            await http.WritePage<MessagePage>(
                Status(request),
                new
                {
                    Title = "You're signed out",
                    Message = "You can close this window, or go back to the application.",
                    Detail = request.Fault is { } fault ? $"Details for the developer: {fault}" : null,
                }
            );
    }

    private static int Status(EndSessionRequest request) =>
        request.Fault is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
}

using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Admin.Requests;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>The forms of a request: the person chooses the kind first, so that only matching fields are shown. Input is never lost.</summary>
public sealed class RequestFormPages(HubPages pages, SaveDraft save, SubmitRequest submit, ReadRequest read, OfferScopes offer)
{
    public const string NewPath = "/requests/new";
    public const string EditPath = "/requests/{request:guid}/edit";
    public const string SubmitPath = "/requests/{request:guid}/submit";

    /// <summary>The name of the button that saves and submits.</summary>
    public const string Button = "then";
    public const string Submits = "submit";

    private const string Uat = "uat";

    public async Task ShowNew(HttpContext http, Visit visit)
    {
        var kind = http.Request.Query[RequestField.Kind].ToString();
        var email = visit.Person.Account.Email;
        if (RequestWords.Kinds.Any(known => known.Kind == kind))
            await Write(
                http,
                visit,
                new(
                    null,
                    new()
                    {
                        Kind = kind,
                        Environment = Environment(http, visit),
                        RequiresPkce = true, // preselected; the API's default is unchanged
                        Owner = email,
                        Contact = email,
                    }
                )
            );
        else
            await pages.Write<RequestKindPage>(http, StatusCodes.Status200OK);
    }

    public async Task ShowEdit(HttpContext http, Visit visit)
    {
        if ((await read.Execute(visit.Actor, Id(http))).Ok(out var request, out var problem))
            await Write(http, visit, new(request, DraftForm.Of(request)));
        else
            await pages.Refuse(http, problem);
    }

    /// <summary>Begins a request.</summary>
    public async Task Make(HttpContext http, Visit visit)
    {
        var draft = DraftForm.Read(http);
        if ((await save.Execute(visit.Actor, draft)).Ok(out var saved, out var problem))
            await Saved(http, visit, saved);
        else
            await Write(http, visit, new(null, draft) { Problem = problem });
    }

    public async Task Edit(HttpContext http, Visit visit)
    {
        var (id, draft) = (Id(http), DraftForm.Read(http));
        if ((await save.Execute(visit.Actor, id, draft, DraftForm.Seen(http))).Ok(out var saved, out var problem))
            await Saved(http, visit, saved);
        else if ((await read.Execute(visit.Actor, id)).Ok(out var request, out _) && problem.Status is not StatusCodes.Status409Conflict)
            // After a conflict, the person sees the current state and can send their input again.
            await Write(http, visit, new(request, draft) { Problem = problem });
        else
            await pages.Refuse(http, problem);
    }

    public async Task Submit(HttpContext http, Visit visit) => await Submit(http, visit, Id(http), DraftForm.Seen(http));

    private async Task Saved(HttpContext http, Visit visit, RequestView saved)
    {
        if (http.Request.Form[Button] == Submits)
            await Submit(http, visit, saved.Id, saved.Version);
        else
            RequestDone.Show(http, Page(visit, saved.Id), RequestDone.Saved);
    }

    private async Task Submit(HttpContext http, Visit visit, Guid id, int? version)
    {
        if ((await submit.Execute(visit.Actor, id, version)).Ok(out var request, out var problem))
            RequestDone.Show(http, Page(visit, id), request.State == StateName.Approved ? RequestDone.Approved : RequestDone.Submitted);
        else if (problem.Fields.Count > 0 && (await read.Execute(visit.Actor, id)).Ok(out request, out _))
            await Write(http, visit, new(request, DraftForm.Of(request)) { Problem = problem });
        else
            await pages.Refuse(http, problem);
    }

    private async Task Write(HttpContext http, Visit visit, Screen screen)
    {
        var draft = screen.Draft;
        if ((await offer.Execute(visit.Actor, draft.Environment ?? "", draft.Kind ?? "")).Ok(out var scopes, out var problem))
            await pages.Write<RequestFormPage>(
                http,
                screen.Problem?.Status ?? StatusCodes.Status200OK,
                new
                {
                    Request = screen.Request,
                    Draft = draft,
                    Offer = scopes,
                    Problem = screen.Problem,
                }
            );
        else
            await pages.Refuse(http, screen.Problem ?? problem);
    }

    // Only operators can start a request for LIVE; the use case refuses others with an error.
    private static string Environment(HttpContext http, Visit visit) =>
        visit.May(ApproveRequest.Needed) && http.Request.Query[RequestField.Environment] == "live" ? "live" : Uat;

    private static Guid Id(HttpContext http) => Guid.Parse((string)http.Request.RouteValues["request"]!);

    private static string Page(Visit visit, Guid id) => visit.Path($"{RequestListPages.Path}/{id}");

    /// <summary>The form's data: the request if it exists, the input, and the errors.</summary>
    private sealed record Screen(RequestView? Request, RequestDraft Draft)
    {
        public Problem? Problem { get; init; }
    }
}

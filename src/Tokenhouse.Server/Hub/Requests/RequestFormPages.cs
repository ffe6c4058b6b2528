using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>The forms of a request: the person chooses the kind first, so that only matching fields are shown. Input is never lost.</summary>
public sealed class RequestFormPages(HubPageWriter pages, SaveDraft save, SubmitRequest submit, ReadRequest read, OfferScopes offer)
{
    public const string NewPath = HubMenu.NewRequest;
    public const string EditPath = "/requests/{request:guid}/edit";
    public const string SubmitPath = "/requests/{request:guid}/submit";

    /// <summary>The name of the button that saves and submits.</summary>
    public const string Button = "then";
    public const string Submits = "submit";

    private const string Uat = "UAT";

    public async Task ShowNew(HttpContext http, HubPageContext context)
    {
        var kind = http.Request.Query[RequestField.Kind].ToString();
        var email = context.Person.Account.Email;
        if (RequestTexts.Kinds.Any(known => known.Kind == kind))
            await Write(
                http,
                context,
                new(
                    null,
                    new()
                    {
                        Kind = kind,
                        Environment = Environment(http, context),
                        RequiresPkce = true, // preselected; the API's default is unchanged
                        Owner = email,
                        Contact = email,
                    }
                )
            );
        else
            await pages.Write<RequestKindPage>(http, StatusCodes.Status200OK);
    }

    public async Task ShowEdit(HttpContext http, HubPageContext context)
    {
        if ((await read.Execute(context.Caller, Id(http))).Ok(out var request, out var problem))
            await Write(http, context, new(request, DraftForm.Of(request)));
        else
            await pages.Refuse(http, problem);
    }

    /// <summary>Begins a request.</summary>
    public async Task Make(HttpContext http, HubPageContext context)
    {
        var draft = DraftForm.Read(http);
        if ((await save.Execute(context.Caller, draft)).Ok(out var saved, out var problem))
            await Saved(http, context, saved);
        else
            await Write(http, context, new(null, draft) { Problem = problem });
    }

    public async Task Edit(HttpContext http, HubPageContext context)
    {
        var (id, draft) = (Id(http), DraftForm.Read(http));
        if ((await save.Execute(context.Caller, id, draft, DraftForm.Seen(http))).Ok(out var saved, out var problem))
            await Saved(http, context, saved);
        else if ((await read.Execute(context.Caller, id)).Ok(out var request, out _) && problem.Status is not StatusCodes.Status409Conflict)
            // After a conflict, the person sees the current state and can send their input again.
            await Write(http, context, new(request, draft) { Problem = problem });
        else
            await pages.Refuse(http, problem);
    }

    public async Task Submit(HttpContext http, HubPageContext context) => await Submit(http, context, Id(http), DraftForm.Seen(http));

    private async Task Saved(HttpContext http, HubPageContext context, RequestView saved)
    {
        if (http.Request.Form[Button] == Submits)
            await Submit(http, context, saved.Id, saved.Version);
        else
            RequestStatusMessages.Show(http, Page(context, saved.Id), RequestStatusMessages.Saved);
    }

    private async Task Submit(HttpContext http, HubPageContext context, Guid id, int? version)
    {
        if ((await submit.Execute(context.Caller, id, version)).Ok(out var request, out var problem))
            RequestStatusMessages.Show(
                http,
                Page(context, id),
                request.State == RequestStateNames.Approved ? RequestStatusMessages.Approved : RequestStatusMessages.Submitted
            );
        else if (problem.Fields.Count > 0 && (await read.Execute(context.Caller, id)).Ok(out request, out _))
            await Write(http, context, new(request, DraftForm.Of(request)) { Problem = problem });
        else
            await pages.Refuse(http, problem);
    }

    private async Task Write(HttpContext http, HubPageContext context, Screen screen)
    {
        var draft = screen.Draft;
        if ((await offer.Execute(context.Caller, draft.Environment ?? "", draft.Kind ?? "")).Ok(out var scopes, out var problem))
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
    private static string Environment(HttpContext http, HubPageContext context) =>
        context.May(ApproveRequest.Needed) && ClientKey.Read(http.Request.Query[RequestField.Environment]) is TenantEnvironment.LIVE
            ? ClientKey.Format(TenantEnvironment.LIVE)
            : Uat;

    private static Guid Id(HttpContext http) => Guid.Parse((string)http.Request.RouteValues["request"]!);

    private static string Page(HubPageContext context, Guid id) => context.Path($"{RequestListPages.Path}/{id}");

    /// <summary>The form's data: the request if it exists, the input, and the errors.</summary>
    private sealed record Screen(RequestView? Request, RequestDraft Draft)
    {
        public Problem? Problem { get; init; }
    }
}

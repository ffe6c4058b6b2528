using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Hub.GoLive;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Server.OAuth.Dialects;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>Requests for credentials: submitted, approved, first in UAT, then in LIVE.</summary>
internal static class RequestsModule
{
    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<SaveDraft>().AddSingleton<SubmitRequest>().AddSingleton<WithdrawRequest>();
        services.AddSingleton<ReadRequest>().AddSingleton<ListRequests>().AddSingleton<OfferScopes>();
        services.AddSingleton<ListQueue>().AddSingleton<ReviewRequest>();
        services.AddSingleton<ApproveRequest>().AddSingleton<ReturnRequest>().AddSingleton<DeclineRequest>();
        services.AddSingleton<CredentialFactory>().AddSingleton<RequestEmails>();
        services.AddSingleton(new GoLiveReadiness(DialectCatalogue.List)).AddSingleton<ReadChecklist>().AddSingleton<RequestGoLive>();
        services.AddSingleton<RequestListPages>().AddSingleton<RequestPages>().AddSingleton<RequestFormPages>();
        services.AddSingleton<DecisionPages>().AddSingleton<QueuePages>().AddSingleton<GoLivePages>();
    }

    public static void MapPages(HubPageRoutes pages, HubPageRoutes operators)
    {
        MapRequests(pages);
        pages
            .MapPage<DecisionPages>(DecisionPages.Path, (page, http, context) => page.Show(http, context))
            .RequirePermission(ReviewRequest.Needed)
            .RequireRecentSignIn();
        Decide(DecisionPages.ApprovePath, ApproveRequest.Needed, (page, http, context) => page.Approve(http, context));
        Decide(DecisionPages.ReturnPath, ReturnRequest.Needed, (page, http, context) => page.Return(http, context));
        Decide(DecisionPages.DeclinePath, DeclineRequest.Needed, (page, http, context) => page.Decline(http, context));
        operators
            .MapPage<QueuePages>(QueuePages.Path, (page, http, context) => page.Show(http, context))
            .RequirePermission(ListQueue.Needed);
        operators
            .MapExport<QueuePages>(QueuePages.ExportPath, (page, http, context) => page.Export(http, context))
            .RequirePermission(ListQueue.Needed);
        pages
            .MapPage<GoLivePages>(GoLivePages.Path, (page, http, context) => page.Show(http, context))
            .RequirePermission(ReadChecklist.Needed);
        pages
            .MapForm<GoLivePages>(GoLivePages.Path, (page, http, context) => page.Begin(http, context))
            .RequirePermission(RequestGoLive.Needed);

        void Decide(string path, Permission needed, Func<DecisionPages, HttpContext, HubPageContext, Task> decide) =>
            pages.MapForm(path, decide, back: DecisionPages.Path).RequirePermission(needed).RequireRecentSignIn();
    }

    public static void MapApi(IEndpointRouteBuilder tenant)
    {
        SaveDraft.Map(tenant);
        SubmitRequest.Map(tenant);
        WithdrawRequest.Map(tenant);
        ReadRequest.Map(tenant);
        ListRequests.Map(tenant);
        OfferScopes.Map(tenant);
        ListQueue.Map(tenant);
        ReviewRequest.Map(tenant);
        ApproveRequest.Map(tenant);
        ReturnRequest.Map(tenant);
        DeclineRequest.Map(tenant);
        ReadChecklist.Map(tenant);
        RequestGoLive.Map(tenant);
    }

    private static void MapRequests(HubPageRoutes pages)
    {
        pages
            .MapPage<RequestListPages>(RequestListPages.Path, (page, http, context) => page.Show(http, context))
            .RequirePermission(ListRequests.Needed);
        pages
            .MapExport<RequestListPages>(RequestListPages.ExportPath, (page, http, context) => page.Export(http, context))
            .RequirePermission(ListRequests.Needed);
        pages
            .MapPage<RequestFormPages>(RequestFormPages.NewPath, (page, http, context) => page.ShowNew(http, context))
            .RequirePermission(SaveDraft.Needed);
        pages
            .MapForm<RequestFormPages>(RequestFormPages.NewPath, (page, http, context) => page.Make(http, context))
            .RequirePermission(SaveDraft.Needed);
        pages
            .MapPage<RequestPages>(RequestPages.Path, (page, http, context) => page.Show(http, context))
            .RequirePermission(ReadRequest.Needed);
        pages
            .MapPage<RequestFormPages>(RequestFormPages.EditPath, (page, http, context) => page.ShowEdit(http, context))
            .RequirePermission(SaveDraft.Needed);
        pages
            .MapForm<RequestFormPages>(RequestFormPages.EditPath, (page, http, context) => page.Edit(http, context))
            .RequirePermission(SaveDraft.Needed);
        pages
            .MapForm<RequestFormPages>(
                RequestFormPages.SubmitPath,
                (page, http, context) => page.Submit(http, context),
                back: RequestPages.Path
            )
            .RequirePermission(SubmitRequest.Needed);
        pages
            .MapForm<RequestPages>(
                RequestPages.WithdrawPath,
                (page, http, context) => page.Withdraw(http, context),
                back: RequestPages.Path
            )
            .RequirePermission(WithdrawRequest.Needed);
    }
}

using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Admin.GoLive;
using Tokenhouse.Server.Admin.Requests;
using Tokenhouse.Server.Dialects;
using Tokenhouse.Server.Hub;
using Tokenhouse.Server.Hub.GoLive;
using Tokenhouse.Server.Hub.Requests;

namespace Tokenhouse.Server.Hosting.Areas;

/// <summary>Requests for credentials: submitted, approved, first in UAT, then in LIVE.</summary>
internal static class RequestArea
{
    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<SaveDraft>().AddSingleton<SubmitRequest>().AddSingleton<WithdrawRequest>();
        services.AddSingleton<ReadRequest>().AddSingleton<ListRequests>().AddSingleton<OfferScopes>();
        services.AddSingleton<ListQueue>().AddSingleton<ReviewRequest>();
        services.AddSingleton<ApproveRequest>().AddSingleton<ReturnRequest>().AddSingleton<DeclineRequest>();
        services.AddSingleton<NewCredential>().AddSingleton<RequestMail>();
        services.AddSingleton(new Readiness(AllDialects.List)).AddSingleton<ReadChecklist>().AddSingleton<RequestGoLive>();
        services.AddSingleton<RequestListPages>().AddSingleton<RequestPages>().AddSingleton<RequestFormPages>();
        services.AddSingleton<DecisionPages>().AddSingleton<QueuePages>().AddSingleton<GoLivePages>();
    }

    public static void MapPages(HubPageRoutes pages, HubPageRoutes operators)
    {
        MapRequests(pages);
        pages
            .MapPage<DecisionPages>(DecisionPages.Path, (page, http, visit) => page.Show(http, visit))
            .RequirePermission(ReviewRequest.Needed)
            .RequireRecentSignIn();
        Decide(DecisionPages.ApprovePath, ApproveRequest.Needed, (page, http, visit) => page.Approve(http, visit));
        Decide(DecisionPages.ReturnPath, ReturnRequest.Needed, (page, http, visit) => page.Return(http, visit));
        Decide(DecisionPages.DeclinePath, DeclineRequest.Needed, (page, http, visit) => page.Decline(http, visit));
        operators.MapPage<QueuePages>(QueuePages.Path, (page, http, visit) => page.Show(http, visit)).RequirePermission(ListQueue.Needed);
        operators
            .MapExport<QueuePages>(QueuePages.ExportPath, (page, http, visit) => page.Export(http, visit))
            .RequirePermission(ListQueue.Needed);
        pages.MapPage<GoLivePages>(GoLivePages.Path, (page, http, visit) => page.Show(http, visit)).RequirePermission(ReadChecklist.Needed);
        pages
            .MapForm<GoLivePages>(GoLivePages.Path, (page, http, visit) => page.Begin(http, visit))
            .RequirePermission(RequestGoLive.Needed);

        void Decide(string path, Permission needed, Func<DecisionPages, HttpContext, Visit, Task> decide) =>
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
            .MapPage<RequestListPages>(RequestListPages.Path, (page, http, visit) => page.Show(http, visit))
            .RequirePermission(ListRequests.Needed);
        pages
            .MapExport<RequestListPages>(RequestListPages.ExportPath, (page, http, visit) => page.Export(http, visit))
            .RequirePermission(ListRequests.Needed);
        pages
            .MapPage<RequestFormPages>(RequestFormPages.NewPath, (page, http, visit) => page.ShowNew(http, visit))
            .RequirePermission(SaveDraft.Needed);
        pages
            .MapForm<RequestFormPages>(RequestFormPages.NewPath, (page, http, visit) => page.Make(http, visit))
            .RequirePermission(SaveDraft.Needed);
        pages.MapPage<RequestPages>(RequestPages.Path, (page, http, visit) => page.Show(http, visit)).RequirePermission(ReadRequest.Needed);
        pages
            .MapPage<RequestFormPages>(RequestFormPages.EditPath, (page, http, visit) => page.ShowEdit(http, visit))
            .RequirePermission(SaveDraft.Needed);
        pages
            .MapForm<RequestFormPages>(RequestFormPages.EditPath, (page, http, visit) => page.Edit(http, visit))
            .RequirePermission(SaveDraft.Needed);
        pages
            .MapForm<RequestFormPages>(
                RequestFormPages.SubmitPath,
                (page, http, visit) => page.Submit(http, visit),
                back: RequestPages.Path
            )
            .RequirePermission(SubmitRequest.Needed);
        pages
            .MapForm<RequestPages>(RequestPages.WithdrawPath, (page, http, visit) => page.Withdraw(http, visit), back: RequestPages.Path)
            .RequirePermission(WithdrawRequest.Needed);
    }
}

using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Admin.GoLive;
using Tokenhouse.Server.Admin.Requests;
using Tokenhouse.Server.Dialects;
using Tokenhouse.Server.Hub;
using Tokenhouse.Server.Hub.GoLive;
using Tokenhouse.Server.Hub.Requests;

namespace Tokenhouse.Server.Hosting.Areas;

/// <summary>How a credential comes to be: requested, approved, first in UAT, then in LIVE.</summary>
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

    public static void MapPages(HubPageRoutes pages)
    {
        MapRequests(pages);
        pages.Show<DecisionPages>(DecisionPages.Path, ReviewRequest.Needed, (page, http, visit) => page.Show(http, visit), fresh: true);
        Decide(DecisionPages.ApprovePath, ApproveRequest.Needed, (page, http, visit) => page.Approve(http, visit));
        Decide(DecisionPages.ReturnPath, ReturnRequest.Needed, (page, http, visit) => page.Return(http, visit));
        Decide(DecisionPages.DeclinePath, DeclineRequest.Needed, (page, http, visit) => page.Decline(http, visit));
        pages.ShowOperator<QueuePages>(QueuePages.Path, ListQueue.Needed, (page, http, visit) => page.Show(http, visit));
        pages.ExportOperator<QueuePages>(QueuePages.ExportPath, ListQueue.Needed, (page, http, visit) => page.Export(http, visit));
        pages.Show<GoLivePages>(GoLivePages.Path, ReadChecklist.Needed, (page, http, visit) => page.Show(http, visit));
        pages.Submit<GoLivePages>(GoLivePages.Path, RequestGoLive.Needed, (page, http, visit) => page.Begin(http, visit));

        void Decide(string path, Permission needed, Func<DecisionPages, HttpContext, Visit, Task> decide) =>
            pages.Submit(path, needed, decide, fresh: true, back: DecisionPages.Path);
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
        pages.Show<RequestListPages>(RequestListPages.Path, ListRequests.Needed, (page, http, visit) => page.Show(http, visit));
        pages.Export<RequestListPages>(RequestListPages.ExportPath, ListRequests.Needed, (page, http, visit) => page.Export(http, visit));
        pages.Show<RequestFormPages>(RequestFormPages.NewPath, SaveDraft.Needed, (page, http, visit) => page.ShowNew(http, visit));
        pages.Submit<RequestFormPages>(RequestFormPages.NewPath, SaveDraft.Needed, (page, http, visit) => page.Make(http, visit));
        pages.Show<RequestPages>(RequestPages.Path, ReadRequest.Needed, (page, http, visit) => page.Show(http, visit));
        pages.Show<RequestFormPages>(RequestFormPages.EditPath, SaveDraft.Needed, (page, http, visit) => page.ShowEdit(http, visit));
        pages.Submit<RequestFormPages>(RequestFormPages.EditPath, SaveDraft.Needed, (page, http, visit) => page.Edit(http, visit));
        pages.Submit<RequestFormPages>(
            RequestFormPages.SubmitPath,
            SubmitRequest.Needed,
            (page, http, visit) => page.Submit(http, visit),
            back: RequestPages.Path
        );
        pages.Submit<RequestPages>(
            RequestPages.WithdrawPath,
            WithdrawRequest.Needed,
            (page, http, visit) => page.Withdraw(http, visit),
            back: RequestPages.Path
        );
    }
}

using Tokenhouse.Server.Admin.GoLive;
using Tokenhouse.Server.Admin.Requests;
using Tokenhouse.Server.Dialects;

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
}

using Tokenhouse.Core;
using Tokenhouse.Server.EventLog;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Api;

/// <summary>Answers calls of the Hub's API that are refused, and writes them to the log of the caller's tenant, like those that other APIs report.</summary>
internal sealed class HubApiRefusals(EventRecorder activity, Datacentre datacentre)
{
    private readonly Site site = datacentre.Site(TenantEnvironment.LIVE);

    public Task Answer(HttpContext http, HubApiRefusal refusal)
    {
        if (refusal is { Caller: { } caller, Cause: { } cause })
            activity.RefuseCall(http, site, caller, cause with { Api = HubScopes.Identifier, Path = Pattern(http) });
        if (refusal.Challenge is { } challenge)
            http.Response.Headers.WWWAuthenticate = $"Bearer realm=\"hub\"{challenge}";
        return refusal.Problem.Answer().ExecuteAsync(http);
    }

    private static string Pattern(HttpContext http) => "/" + ((RouteEndpoint)http.GetEndpoint()!).RoutePattern.RawText!.TrimStart('/');
}

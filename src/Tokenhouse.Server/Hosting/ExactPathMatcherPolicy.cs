using Microsoft.AspNetCore.Routing.Matching;
using Tokenhouse.Core;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.Hosting;

/// <summary>
/// Rejects routes during matching: those marked <see cref="ExactPath"/> if the path differs, and <see cref="SitePage"/>s on a tenant's host. So nobody
/// has to sign in for a page that doesn't exist.
/// </summary>
internal sealed class ExactPathMatcherPolicy : MatcherPolicy, IEndpointSelectorPolicy
{
    public override int Order => 0;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) =>
        endpoints.Any(endpoint => endpoint.Metadata.GetMetadata<ExactPath>() is not null);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        for (var i = 0; i < candidates.Count; i++)
            if (candidates.IsValidCandidate(i) && candidates[i].Endpoint is RouteEndpoint route && !IsMeant(httpContext, route))
                candidates.SetValidity(i, value: false);
        return Task.CompletedTask;
    }

    private static bool IsMeant(HttpContext http, RouteEndpoint route) =>
        (route.Metadata.GetMetadata<ExactPath>() is null || ExactPath.Fits(route.RoutePattern.RawText!, http.Request.Path.Value!))
        && (route.Metadata.GetMetadata<SitePage>() is null || http.Features.Get<Site>() is { Tenant: null });
}

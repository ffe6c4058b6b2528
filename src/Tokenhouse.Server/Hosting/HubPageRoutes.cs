using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Admin.Lists;
using Tokenhouse.Server.Hub;

namespace Tokenhouse.Server.Hosting;

/// <summary>Routes of the Hub's pages for people who are signed in. Each says which permission it requires.</summary>
/// <param name="pages">The routes to add to.</param>
/// <param name="prefix">Of all their paths: <c>/t/{tenant}</c>, or <c>/operator</c> for those over all tenants.</param>
internal sealed class HubPageRoutes(IEndpointRouteBuilder pages, string prefix)
{
    public const string OfTenant = "/t/{tenant}";
    public const string OfOperators = "/operator";

    private readonly Actors actors = pages.ServiceProvider.GetRequiredService<Actors>();

    /// <summary>A page.</summary>
    public IEndpointConventionBuilder MapPage<TPage>(string path, Func<TPage, HttpContext, Visit, Task> show)
        where TPage : class =>
        pages
            .MapPage<TPage>(prefix + path, async (page, http) => await show(page, http, await Visit(http)))
            .CalledBy(Callers.AccountHolders);

    /// <summary>A list as a file.</summary>
    public IEndpointConventionBuilder MapExport<TPage>(string path, Func<TPage, HttpContext, Visit, Task> export)
        where TPage : class => MapPage(path, export).WithMetadata(ExportRoute.Marker);

    /// <summary>A form.</summary>
    /// <param name="path">Where it is sent.</param>
    /// <param name="submit">Handles the form.</param>
    /// <param name="back">The page to come back to when the person has to sign in first; the same path if none is named.</param>
    public IEndpointConventionBuilder MapForm<TPage>(string path, Func<TPage, HttpContext, Visit, Task> submit, string? back = null)
        where TPage : class =>
        pages
            .MapForm<TPage>(prefix + path, async (page, http) => await submit(page, http, await Visit(http)))
            .ReturnsTo(prefix + (back ?? path))
            .CalledBy(Callers.AccountHolders);

    private async Task<Visit> Visit(HttpContext http)
    {
        var person = SignedIn.Of(http);
        var visit = new Visit(http.Hub(), person, http.Actor(), await actors.Seats(person)) { IsOverAll = prefix == OfOperators };
        http.Features.Set(visit); // cascades to the components of the page
        return visit;
    }
}

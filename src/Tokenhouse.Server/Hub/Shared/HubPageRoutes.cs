using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>Routes of the Hub's pages for people who are signed in. Each says which permission it requires.</summary>
/// <param name="pages">The routes to add to.</param>
/// <param name="prefix">Of all their paths: <c>/t/{tenant}</c>, or <c>/operator</c> for those over all tenants.</param>
internal sealed class HubPageRoutes(IEndpointRouteBuilder pages, string prefix)
{
    public const string OfTenant = "/t/{tenant}";
    public const string OfOperators = "/operator";

    private readonly CallerResolver callerResolver = pages.ServiceProvider.GetRequiredService<CallerResolver>();

    /// <summary>A page.</summary>
    public IEndpointConventionBuilder MapPage<TPage>(string path, Func<TPage, HttpContext, HubPageContext, Task> show)
        where TPage : class =>
        pages
            .MapPage<TPage>(prefix + path, async (page, http) => await show(page, http, await ReadContext(http)))
            .CalledBy(EndpointAudience.AccountHolders);

    /// <summary>A list as a file.</summary>
    public IEndpointConventionBuilder MapExport<TPage>(string path, Func<TPage, HttpContext, HubPageContext, Task> export)
        where TPage : class => MapPage(path, export).WithMetadata(ExportRoute.Marker);

    /// <summary>A form.</summary>
    /// <param name="path">Where it is sent.</param>
    /// <param name="submit">Handles the form.</param>
    /// <param name="back">The page to return to if the person has to sign in first; by default, the same path.</param>
    public IEndpointConventionBuilder MapForm<TPage>(
        string path,
        Func<TPage, HttpContext, HubPageContext, Task> submit,
        string? back = null
    )
        where TPage : class =>
        pages
            .MapForm<TPage>(prefix + path, async (page, http) => await submit(page, http, await ReadContext(http)))
            .ReturnsTo(prefix + (back ?? path))
            .CalledBy(EndpointAudience.AccountHolders);

    private async Task<HubPageContext> ReadContext(HttpContext http)
    {
        var person = SignedInAccount.Of(http);
        var context = new HubPageContext(http.Hub(), person, http.Caller(), await callerResolver.Memberships(person))
        {
            IsOverAll = prefix == OfOperators,
        };
        http.Features.Set(context); // cascades to the components of the page
        return context;
    }
}

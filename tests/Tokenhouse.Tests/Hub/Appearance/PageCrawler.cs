using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Playwright;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Appearance;

/// <summary>
/// A Manager and an operator walk through every page of the Hub that the table of routes has, and look at each. A page that is added is
/// looked at without being named here, or says that the showroom has nothing for it.
/// </summary>
internal sealed class PageCrawler(Browser browser, BrowserTestServer home, string name, bool isAboutFit = false)
{
    /// <summary>The Hub's door, which is nobody's tenant: the tests of the sign-in and of invitations look at it.</summary>
    private static readonly string[] Door = ["/", "/sign-in", "/sign-in/callback", "/invitation"];

    private readonly VisualAudit audit = new(browser, "hub/" + name) { IsAboutFit = isAboutFit };
    private readonly List<string> wrong = [];
    private readonly Dictionary<string, IPage> links = [];
    private IPage? manager;
    private IPage? clerk;

    public IReadOnlyList<string> Complaints => [.. wrong, .. audit.Complaints];

    /// <summary>Signs a Manager of the tenant and an operator in.</summary>
    public async Task Begin(string managerEmail, string operatorEmail)
    {
        manager = await home.Enter(audit, managerEmail, "/");
        clerk = await home.Enter(audit, operatorEmail, "/operator");
    }

    /// <summary>Looks at every page that the showroom has something for; with <paramref name="isWhole"/> that must be all.</summary>
    public async Task Look(PageTenant room, bool isWhole)
    {
        foreach (var page in Pages(home.Server))
            if (room.Find(page) is { } path)
                await Look(page, path);
            else if (isWhole)
                wrong.Add($"{page.RoutePattern.RawText}: nothing to show");
    }

    /// <summary>Looks at a page once more, in another state.</summary>
    public async Task Look(string path, string shown)
    {
        await manager!.GotoAsync(home.Hub + path);
        await audit.Look(manager, shown);
    }

    /// <summary>Follows every link of the pages that were looked at.</summary>
    public async Task FollowLinks()
    {
        foreach (var (link, page) in links)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, link);
            var cookies = await page.Context.CookiesAsync([home.Hub]);
            request.Headers.Add("Cookie", string.Join("; ", cookies.Select(cookie => $"{cookie.Name}={cookie.Value}")));
            using var answer = await home.Server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            if ((int)answer.StatusCode != 200)
                wrong.Add($"{link}: {(int)answer.StatusCode}");
        }
    }

    public async Task End()
    {
        await manager!.Context.CloseAsync();
        await clerk!.Context.CloseAsync();
    }

    private async Task Look(RouteEndpoint route, string path)
    {
        var page = IsManagers(route) ? manager! : clerk!;
        var answer = await page.GotoAsync(home.Hub + path);
        if (answer!.Status != 200 || page.Url != home.Hub + path)
            wrong.Add($"{path}: {answer.Status} at {page.Url}");
        foreach (var link in await page.EvaluateAsync<string[]>("[...document.querySelectorAll('a[href]')].map(a => a.href.split('#')[0])"))
            links.TryAdd(link, page);
        await audit.Look(page, Name(route));
    }

    private static IEnumerable<RouteEndpoint> Pages(TestServer server) =>
        RouteTable
            .OfHub(server, "dc3")
            .Where(route => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is ["GET"])
            .Where(route =>
                !IsOfPrograms(route.RoutePattern.RawText!)
                && !Door.Contains(route.RoutePattern.RawText)
                && route.Metadata.GetMetadata<ExportRoute>() is null
                && route.Metadata.GetMetadata<IProducesResponseTypeMetadata>() is null // a file
            );

    private static bool IsOfPrograms(string path) =>
        path.StartsWith("/api/", StringComparison.Ordinal) || path.StartsWith("/openapi/", StringComparison.Ordinal);

    private static bool IsManagers(RouteEndpoint route) =>
        !route.RoutePattern.RawText!.StartsWith("/operator", StringComparison.Ordinal)
        && RoleRights.OfMember(Role.Manager).Contains(route.Metadata.GetMetadata<Permission>()!.Right);

    /// <summary><c>/t/{tenant}/credentials/{environment}/{client}/scopes</c> is <c>credentials-client-scopes</c>.</summary>
    private static string Name(RouteEndpoint route)
    {
        var path = Regex.Replace(
            route.RoutePattern.RawText!,
            @"^/t/{tenant}|/{environment}|[{}]|:\w+",
            "",
            default,
            TimeSpan.FromSeconds(1)
        );
        return path.Length == 0 ? "overview" : path[1..].Replace('/', '-');
    }
}

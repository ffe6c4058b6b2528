using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Appearance;

/// <summary>The forms of all pages that the table of routes has, as they stand for someone who may send them.</summary>
internal sealed record PageForm(BrowserSession Session, string Page, IHtmlFormElement Element)
{
    public string Action => Element.GetAttribute("action")!;

    /// <summary>The forms of a tenant at work, and of operators.</summary>
    public static async IAsyncEnumerable<PageForm> Of(TestServer server)
    {
        var room = await PageTenant.Empty(server, "kestrel", "Kestrel Logistics");
        await PageFixtures.Furnish(room);
        room.Show("/operator/catalogue/api", "/operator/catalogue/api?identifier=urn:tokenhouse:hr");
        var (manager, clerk) = (await server.AtHub(PageFixtures.Maya), await server.AtHub(PageFixtures.Oda));
        foreach (var route in Pages(server))
        {
            var session = IsManagers(route) ? manager : clerk;
            if (room.Find(route) is not { } path)
                continue;
            await session.OpenHub(path);
            session.Answer.Status.ShouldBe(200, path);
            foreach (var form in session.Page.QuerySelectorAll("main form[method=post]").OfType<IHtmlFormElement>().ToList())
                yield return new(session, path, form);
        }
    }

    /// <summary>Sends it in another window of the same browser, where the answer is then.</summary>
    public async Task<BrowserSession> Send(IEnumerable<KeyValuePair<string, string>> fields)
    {
        var window = Session.Window();
        await window.Go(
            new(HttpMethod.Post, new Uri(new Uri(BrowserSession.Hub + Page), Action)) { Content = new FormUrlEncodedContent(fields) }
        );
        return window;
    }

    private static IEnumerable<RouteEndpoint> Pages(TestServer server) =>
        RouteTable
            .OfHub(server, "dc3")
            .Where(route => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is ["GET"])
            .Where(route => route.Metadata.GetMetadata<Permission>() is not null && route.Metadata.GetMetadata<ExportRoute>() is null)
            .Where(route => route.Metadata.GetMetadata<IProducesResponseTypeMetadata>() is null); // programs' routes and files

    private static bool IsManagers(RouteEndpoint route) =>
        !route.RoutePattern.RawText!.StartsWith("/operator", StringComparison.Ordinal)
        && RoleRights.OfMember(Role.Manager).Contains(route.Metadata.GetMetadata<Permission>()!.Right);
}

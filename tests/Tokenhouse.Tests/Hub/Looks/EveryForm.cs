using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Routing;
using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Admin.Lists;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Looks;

/// <summary>The forms of all pages that the table of routes has, as they stand for someone who may send them.</summary>
internal sealed record EveryForm(Visitor Visitor, string Page, IHtmlFormElement Element)
{
    public string Action => Element.GetAttribute("action")!;

    /// <summary>The forms of a tenant at work, and of operators.</summary>
    public static async IAsyncEnumerable<EveryForm> Of(House house)
    {
        var room = await Showroom.Empty(house, "kestrel", "Kestrel Logistics");
        await Furnished.Furnish(room);
        room.Show("/operator/catalogue/api", "/operator/catalogue/api?identifier=urn:tokenhouse:hr");
        var (manager, clerk) = (await house.AtHub(Furnished.Maya), await house.AtHub(Furnished.Oda));
        foreach (var route in Pages(house))
        {
            var visitor = IsManagers(route) ? manager : clerk;
            if (room.Find(route) is not { } path)
                continue;
            await visitor.OpenHub(path);
            visitor.Answer.Status.ShouldBe(200, path);
            foreach (var form in visitor.Page.QuerySelectorAll("main form[method=post]").OfType<IHtmlFormElement>().ToList())
                yield return new(visitor, path, form);
        }
    }

    /// <summary>Sends it in another window of the same browser, where the answer is then.</summary>
    public async Task<Visitor> Send(IEnumerable<KeyValuePair<string, string>> fields)
    {
        var window = Visitor.Window();
        await window.Go(new(HttpMethod.Post, new Uri(new Uri(Visitor.Hub + Page), Action)) { Content = new FormUrlEncodedContent(fields) });
        return window;
    }

    private static IEnumerable<RouteEndpoint> Pages(House house) =>
        RouteTable
            .OfHub(house, "dc3")
            .Where(route => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is ["GET"])
            .Where(route => route.Metadata.GetMetadata<Permission>() is not null && route.Metadata.GetMetadata<ExportRoute>() is null)
            .Where(route => !route.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal));

    private static bool IsManagers(RouteEndpoint route) =>
        !route.RoutePattern.RawText!.StartsWith("/operator", StringComparison.Ordinal)
        && Rights.OfMember(Role.Manager).Contains(route.Metadata.GetMetadata<Permission>()!.Right);
}

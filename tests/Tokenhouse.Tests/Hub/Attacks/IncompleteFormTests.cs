using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Routing;
using Tokenhouse.Protocol;
using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Hub.Looks;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Attacks;

/// <summary>
/// A form that comes without one of its fields, because it was cut short or is that of another release, changes nothing. The forms are those of all
/// pages that the table of routes has.
/// </summary>
[Trait("Category", "Security")]
public sealed class IncompleteFormTests(Houses houses) : IClassFixture<Houses>
{
    private const string Shown = "shown";

    [Fact]
    public async Task No_form_of_the_Hub_changes_anything_without_one_of_its_fields()
    {
        var house = await houses.On(Database.Sqlite);
        var room = await Showroom.Empty(house, "kestrel", "Kestrel Logistics");
        await Furnished.Furnish(room);
        room.Show("/operator/catalogue/api", "/operator/catalogue/api?identifier=urn:tokenhouse:hr");
        var (manager, clerk) = (await house.AtHub(Furnished.Maya), await house.AtHub(Furnished.Oda));
        var (wrong, tried) = (new List<string>(), new HashSet<string>());
        foreach (var route in Pages(house))
        {
            var visitor = IsManagers(route) ? manager : clerk;
            if (room.Find(route) is not { } path)
                continue;
            await visitor.OpenHub(path);
            visitor.Answer.Status.ShouldBe(200, path);
            foreach (var form in visitor.Page.QuerySelectorAll("main form[method=post]").OfType<IHtmlFormElement>().ToList())
            foreach (var (left, sent) in Incomplete(form))
            {
                tried.Add(form.GetAttribute("action")! + " without " + left);
                var before = await Changes(house, room.Tenant);
                var window = visitor.Window();
                await window.Go(
                    new(HttpMethod.Post, new Uri(new Uri(Visitor.Hub + path), form.GetAttribute("action")))
                    {
                        Content = new FormUrlEncodedContent(sent),
                    }
                );
                if (window.Answer.Status is < 400 or > 499 || await Changes(house, room.Tenant) != before)
                    wrong.Add($"{form.GetAttribute("action")} without {left}: {window.Answer.Status}");
            }
        }
        wrong.ShouldBeEmpty();
        tried.Count.ShouldBeGreaterThan(40);
    }

    /// <summary>The form without each of its fields in turn. Boxes that are not ticked are not sent: that they were shown is.</summary>
    private static IEnumerable<(string Left, List<KeyValuePair<string, string>> Sent)> Incomplete(IHtmlFormElement form)
    {
        var all = HubPeople.Fields(form).Where(field => !IsButton(form, field.Key)).ToList();
        var boxes = form
            .Elements.OfType<IHtmlInputElement>()
            .Where(input => input.Type == "checkbox")
            .Select(input => input.Name)
            .ToHashSet();
        foreach (var field in all.Where(field => !boxes.Contains(field.Key)).Distinct())
            yield return (field.Key == Shown ? field.ToString() : field.Key, [.. all.Where(other => Remains(other, field))]);
    }

    private static bool Remains(KeyValuePair<string, string> field, KeyValuePair<string, string> left) =>
        field.Key != left.Key || left.Key == Shown && field.Value != left.Value;

    private static bool IsButton(IHtmlFormElement form, string name) =>
        form.Elements.OfType<IHtmlButtonElement>().Any(button => button.Name == name);

    private static IEnumerable<RouteEndpoint> Pages(House house) =>
        RouteTable
            .OfHub(house, "dc3")
            .Where(route => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is ["GET"])
            .Where(route => route.Metadata.GetMetadata<Permission>() is not null)
            .Where(route => !route.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal))
            .Where(route => !route.RoutePattern.RawText!.EndsWith("/export", StringComparison.Ordinal));

    private static bool IsManagers(RouteEndpoint route) =>
        !route.RoutePattern.RawText!.StartsWith("/operator", StringComparison.Ordinal)
        && Rights.OfMember(Role.Manager).Contains(route.Metadata.GetMetadata<Permission>()!.Right);

    private static async Task<int> Changes(House house, Tenant tenant) =>
        (await house.AuditOf(tenant)).Count + (await house.AuditOf(Datacentre.Vendor)).Count;
}

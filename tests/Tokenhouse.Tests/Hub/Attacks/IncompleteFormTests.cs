using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Tests.Hub.Appearance;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Attacks;

/// <summary>
/// A form that comes without one of its fields, because it was cut short or is that of another release, changes nothing. The forms are those of all
/// pages that the table of routes has.
/// </summary>
[Trait("Category", "Security")]
[Collection<AttackServers>]
public sealed class IncompleteFormTests(TestServers servers)
{
    private const string Shown = "shown";

    [Fact]
    public async Task No_form_of_the_Hub_changes_anything_without_one_of_its_fields()
    {
        var server = await servers.On(Database.Sqlite);
        var (wrong, tried) = (new List<string>(), new HashSet<string>());
        await foreach (var form in PageForm.Of(server))
        foreach (var (left, sent) in Incomplete(form.Element))
        {
            tried.Add(form.Action + " without " + left);
            var before = await Changes(server);
            var answer = (await form.Send(sent)).Answer;
            if (answer.Status is < 400 or > 499 || await Changes(server) != before)
                wrong.Add($"{form.Action} without {left}: {answer.Status}");
        }
        wrong.ShouldBeEmpty();
        tried.Count.ShouldBeGreaterThan(40);
    }

    /// <summary>The form without each of its fields in turn. Boxes that are not ticked are not sent: that they were shown is.</summary>
    private static IEnumerable<(string Left, List<KeyValuePair<string, string>> Sent)> Incomplete(IHtmlFormElement form)
    {
        var all = HubPages.Fields(form).Where(field => !IsButton(form, field.Key)).ToList();
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

    private static async Task<int> Changes(TestServer server)
    {
        await using var db = server.Db("dc3");
        return await db.Audit.IgnoreQueryFilters().CountAsync();
    }
}

using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Tokenhouse.Core;

namespace Tokenhouse.Tests.Support;

/// <summary>What a visitor does with the forms of the Hub, whose fields may have several values.</summary>
public static class HubForms
{
    private static readonly string[] Inline = ["a", "code", "span", "strong", "b", "button", "input"];

    /// <summary>Everything that a request for a machine needs.</summary>
    public static readonly IReadOnlyList<(string Name, string Value)> Complete =
    [
        ("name", "Payroll import"),
        ("purpose", "Reads the new jobs once an hour."),
        ("scopes", TenantBuilder.Read),
        ("owner", "owner@example.com"),
        ("contact", "contact@example.com"),
    ];

    /// <summary>The complete request with some fields replaced; a field with null is left out.</summary>
    public static (string Name, string Value)[] But(params (string Name, string? Value)[] fields) =>
        [
            .. Complete.Where(field => !fields.Any(other => other.Name == field.Name)),
            .. fields.Where(field => field.Value is not null).Select(field => (field.Name, field.Value!)),
        ];

    /// <summary>Sends the form whose button leads there: its hidden fields as they are, the given ones, and the others empty.</summary>
    public static Task Press(this BrowserSession session, string to, params (string Name, string Value)[] fields)
    {
        var form =
            session.Page.Forms.FirstOrDefault(form =>
                form.GetAttribute("action")!.EndsWith(to, StringComparison.Ordinal)
                || form.QuerySelectorAll("[formaction]")
                    .Any(button => button.GetAttribute("formaction")!.EndsWith(to, StringComparison.Ordinal))
            ) ?? throw new InvalidOperationException($"No form leads to {to}: {session.Answer}");
        var hidden = from input in form.Elements.OfType<IHtmlInputElement>() where input.Type == "hidden" select (input.Name!, input.Value);
        var empty =
            from field in HubPages.Fields(form)
            where fields.All(given => given.Name != field.Key) && !Is(form, field.Key, "checkbox") && !Is(form, field.Key, "hidden")
            select (field.Key, "");
        var target = form.GetAttribute("action")!;
        target = target[..(target.LastIndexOf('/') + 1)] + to[(to.LastIndexOf('/') + 1)..];
        return session.Go(
            new(HttpMethod.Post, new Uri(new Uri(session.Page.Url), target))
            {
                Content = new FormUrlEncodedContent(
                    hidden.Concat(empty).Concat(fields).Select(field => KeyValuePair.Create(field.Item1, field.Item2))
                ),
            }
        );
    }

    /// <summary>Writes a request and saves it as a draft.</summary>
    public static async Task<Guid> Draft(this TenantBuilder office, ClientKind kind, params (string Name, string Value)[] fields)
    {
        var developer = await office.Developer();
        await developer.Open(
            office.Address($"/requests/new?kind={(kind is ClientKind.AppKey ? "app-key" : kind.ToString().ToLowerInvariant())}")
        );
        await developer.Press("/requests/new", fields);
        developer.Answer.Status.ShouldBe(200, developer.Answer.ToString());
        return Guid.Parse(developer.Path.Split('/')[4]);
    }

    /// <summary>Writes a complete request, or the given one, and submits it.</summary>
    public static async Task<Guid> Submitted(
        this TenantBuilder office,
        ClientKind kind = ClientKind.Machine,
        params (string Name, string Value)[] fields
    )
    {
        var id = await office.Draft(kind, fields.Length == 0 ? [.. Complete] : fields);
        var developer = await office.Developer();
        await developer.Press("/submit");
        developer.Answer.Status.ShouldBe(200, developer.Answer.ToString());
        return id;
    }

    /// <summary>Decides as an operator, from the page where that is done.</summary>
    public static async Task<BrowserSession> Decide(
        this TenantBuilder office,
        Guid id,
        string how,
        params (string Name, string Value)[] fields
    )
    {
        var decider = await office.Operator();
        await decider.EnterHub(office.Email("operator"), $"/t/{office.Tenant.Slug}/requests/{id}/decide"); // signs in anew where that was long ago
        await decider.Press("/" + how, fields);
        return decider;
    }

    /// <summary>The sentences beside the fields, by field.</summary>
    public static Dictionary<string, string> Faults(this BrowserSession session) =>
        session.Page.QuerySelectorAll(".invalid-feedback").ToDictionary(fault => fault.Id![..^"-fault".Length], fault => fault.TextContent);

    /// <summary>The visible text of the page's own part: what stands in a box of its own is a line.</summary>
    public static IReadOnlyList<string> Lines(this BrowserSession session, string selector = ".hub-page")
    {
        var text = new StringBuilder();
        Write(session.Page.QuerySelector(selector)!, text);
        return
        [
            .. text.ToString()
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
                .Where(line => line.Length > 0),
        ];
    }

    private static bool Is(IHtmlFormElement form, string name, string type) =>
        form.Elements.OfType<IHtmlInputElement>().Any(input => input.Name == name && input.Type == type);

    private static void Write(INode node, StringBuilder text)
    {
        if (node is IText said)
            text.Append(said.Data.ReplaceLineEndings(" "));
        else if (node is IElement box && IsBox(box))
            text.Append('\n');
        foreach (var child in node.ChildNodes)
            Write(child, text);
        if (node is IElement ended && IsBox(ended))
            text.Append('\n');
    }

    private static bool IsBox(IElement element) => !Inline.Contains(element.LocalName) || element.ClassList.Contains("d-block");
}

using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace Tokenhouse.Tests.Support;

/// <summary>What a person without script does with a page of the Hub, and what they read there.</summary>
public static partial class HubPages
{
    public static Task OpenHub(this BrowserSession session, string path) => session.Open(BrowserSession.Hub + path);

    /// <summary>Sends a form of the page as it stands, with some fields filled in; a field may come several times, as ticked boxes do.</summary>
    public static Task Send(this BrowserSession session, string action, params (string Name, string Value)[] fields)
    {
        var form = session.Page.Forms.SingleOrDefault(form => form.GetAttribute("action")!.EndsWith(action, StringComparison.Ordinal));
        if (form is null)
            throw new InvalidOperationException($"No form posts to {action}: {session.Answer}");
        var sent = from field in Fields(form) where fields.All(filled => filled.Name != field.Key) select field;
        return session.Go(
            new(HttpMethod.Post, new Uri(new Uri(session.Page.Url), form.GetAttribute("action")))
            {
                Content = new FormUrlEncodedContent(sent.Concat(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)))),
            }
        );
    }

    /// <summary>Posts to a path that no form of the page leads to, with the page's own token.</summary>
    public static Task Post(this BrowserSession session, string path, params (string Name, string Value)[] fields)
    {
        var token = (IHtmlInputElement)session.Page.QuerySelector("header input[type=hidden]")!;
        return session.Go(
            new(HttpMethod.Post, BrowserSession.Hub + path)
            {
                Content = new FormUrlEncodedContent(
                    fields.Append((token.Name!, token.Value)).Select(field => KeyValuePair.Create(field.Item1, field.Item2))
                ),
            }
        );
    }

    /// <summary>What can be read of an element, on one line.</summary>
    public static string Text(this IElement? element) =>
        string.Join(
            ' ',
            (element ?? throw new InvalidOperationException("There is no such element."))
                .Descendants<IText>()
                .Select(text => Space().Replace(text.Data, " ").Trim())
                .Where(text => text.Length > 0)
        );

    /// <summary>What can be read of each element that a selector finds.</summary>
    public static IReadOnlyList<string> Texts(this BrowserSession session, string selector) =>
        [.. session.Page.QuerySelectorAll(selector).Select(element => element.Text())];

    /// <summary>What the page says was done, or why it was not.</summary>
    public static string Said(this BrowserSession session) =>
        (
            session.Page.QuerySelector(".hub-page .notice") ?? throw new InvalidOperationException($"Nothing was said: {session.Answer}")
        ).Text();

    /// <summary>The sentence beside a field.</summary>
    public static string Fault(this BrowserSession session, string field) => session.Page.QuerySelector($"#{field}-fault").Text();

    /// <summary>What the page says is wrong.</summary>
    public static string? Fault(this BrowserSession session) => session.Page.QuerySelector(".notice-fault .d-block")?.TextContent;

    /// <summary>The secret or link that the page shows.</summary>
    public static string Shown(this BrowserSession session) =>
        (session.Page.QuerySelector("#secret") as IHtmlInputElement)?.Value
        ?? throw new InvalidOperationException($"Nothing: {session.Answer}");

    /// <summary>What a browser sends of a form as it stands.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Fields(IHtmlFormElement form)
    {
        foreach (var element in form.Elements)
            switch (element)
            {
                case IHtmlInputElement { Name: not null } input when input.Type is not ("checkbox" or "radio") || input.IsChecked:
                    yield return new(input.Name, input.Value);
                    break;
                case IHtmlSelectElement { Name: not null } select:
                    yield return new(select.Name, select.Value ?? "");
                    break;
                case IHtmlTextAreaElement { Name: not null } text:
                    yield return new(text.Name, text.Value);
                    break;
                default:
                    break; // sent only when it is pressed
            }
    }

    [GeneratedRegex("\\s+", RegexOptions.None, 1000)]
    private static partial Regex Space();
}

using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Tests.Support;

/// <summary>People and programs who work in the Hub of dc3.</summary>
public static partial class HubPeople
{
    /// <summary>A new member of the vendor at a page of the Hub; one who operates unless another role is named.</summary>
    public static Task<BrowserSession> Operator(this TestServer server, string path = "/operator", Role role = Role.Developer) =>
        server.Enter(Datacentre.Vendor, role, path);

    /// <summary>A new member of a tenant at a page of the Hub.</summary>
    public static async Task<BrowserSession> Enter(this TestServer server, long tenant, Role role, string path)
    {
        var email = await server.Member(tenant, role);
        var session = new BrowserSession(server);
        await session.EnterHub(email, path);
        return session;
    }

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

    /// <summary>A program of a tenant that may use the Hub's API with some scopes: its access token.</summary>
    public static async Task<string> HubToken(this TestServer server, long tenant, params string[] scopes)
    {
        var id = $"hub-{tenant}-{string.Join('-', scopes)}".Replace('.', '-');
        await server.AddIntegrator(id, client => client.Scopes = [.. scopes], ClientKind.Machine, tenantId: tenant);
        var answer = await server.Token(
            BrowserSession.Dc3,
            [("grant_type", "client_credentials"), ("client_id", id), ("client_secret", id + "-demo-secret")]
        );
        return answer.Json.GetProperty("access_token").GetString()!;
    }

    /// <summary>Calls the Hub's API.</summary>
    public static async Task<Answer> Call(
        this TestServer server,
        string token,
        HttpMethod method,
        string path,
        object? body = null,
        string? match = null
    )
    {
        using var request = new HttpRequestMessage(method, BrowserSession.Hub + "/api/v1" + path);
        request.Headers.Authorization = new("Bearer", token);
        if (body is not null)
            request.Content = JsonContent.Create(body, options: SnakeCase);
        if (match is not null)
            request.Headers.TryAddWithoutValidation("If-Match", match);
        using var response = await server.Http.SendAsync(request);
        return await Answer.From(response);
    }

    /// <summary>What was audited in a tenant, the latest last: act, target, before and after.</summary>
    public static async Task<IReadOnlyList<AuditEntry>> AuditOf(this TestServer server, long tenant)
    {
        await using var db = server.Db("dc3");
        db.Tenant = tenant;
        return await db.Audit.AsNoTracking().OrderBy(entry => entry.Sequence).ToListAsync();
    }

    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

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

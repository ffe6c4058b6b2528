using AngleSharp;
using AngleSharp.Dom;

namespace Tokenhouse.Tests.Support;

/// <summary>
/// A person with a browser without script: keeps cookies, follows redirects within the server, fills in forms as they are on the page. What
/// leaves for an application is not followed.
/// </summary>
public sealed class BrowserSession(HttpClient http, TestServer? server = null)
{
    public const string Callback = "http://127.0.0.1:8400/callback";
    public const string Password = "Demo-passw0rd!";
    public const string Ada = "ada@nordia.example";
    public const string Dc3 = "http://login.dc3.localhost:5080";
    public const string Hub = "http://hub.dc3.localhost:5080";

    private readonly Dictionary<(string Host, string Name), string> cookies = [];

    /// <summary>The address that a proxy says this visitor has; the house must believe its proxies.</summary>
    public string? Address { get; init; }

    public string Agent { get; init; } = "";

    /// <summary>Whether it says that it takes HTML, as real browsers do.</summary>
    public bool TakesHtml { get; init; }

    public BrowserSession(TestServer server)
        : this(server.Http, server) { }

    /// <summary>The last answer, whole.</summary>
    public Answer Answer { get; private set; } = null!;

    /// <summary>The page that is shown.</summary>
    public IDocument Page { get; private set; } = null!;

    /// <summary>Where the last answer sent the browser, if it led out of the server.</summary>
    public Uri? Left { get; private set; }

    /// <summary>The parameters that came with it.</summary>
    public Dictionary<string, string> Response => Query(Left ?? throw new InvalidOperationException($"Still here: {Answer}"));

    /// <summary>A path that this visitor is not led to: the address is in <see cref="Left"/> then.</summary>
    public string? StopsBefore { get; init; }

    public IReadOnlyDictionary<string, string> Cookies =>
        cookies.GroupBy(cookie => cookie.Key.Name).ToDictionary(same => same.Key, same => same.Last().Value);

    /// <summary>Where the last answer came from, without the query.</summary>
    public string Path => new Uri(Page.Url).AbsolutePath;

    public string Heading => Page.QuerySelector("h1")!.TextContent;

    /// <summary>What the page says was done, or went wrong.</summary>
    public string? Notice => Page.QuerySelector("main > .notice[role]")?.TextContent;

    /// <summary>Another window of the same browser.</summary>
    public BrowserSession Window()
    {
        var window = new BrowserSession(http, server) { Address = Address, Agent = Agent };
        foreach (var (key, value) in cookies)
            window.cookies[key] = value;
        return window;
    }

    public TestServer Server => server ?? throw new InvalidOperationException("The server is a process of its own.");

    /// <summary>The same browser, whose requests another server now gets.</summary>
    public BrowserSession MoveTo(TestServer other)
    {
        var moved = new BrowserSession(other)
        {
            Answer = Answer,
            Page = Page,
            Address = Address,
            Agent = Agent,
        };
        foreach (var (key, value) in cookies)
            moved.cookies[key] = value;
        return moved;
    }

    /// <summary>Takes a cookie that a host set in an answer which this visitor did not fetch.</summary>
    public void Take(Uri from, string header) => Keep(from.Host, header);

    public Task Open(string address) => Go(new(HttpMethod.Get, address));

    /// <summary>Presses the form's button of that name and value, with what is filled in.</summary>
    public Task Submit(IReadOnlyDictionary<string, string> fields, string? action = null)
    {
        var form =
            Page.Forms.FirstOrDefault(candidate => action is null || candidate.Action.EndsWith(action, StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"No form posts to {action}: {Answer}");
        var sent = HubPages.Fields(form).Where(field => !fields.ContainsKey(field.Key)).Concat(fields);
        var target = new Uri(new Uri(Page.Url), form.GetAttribute("action"));
        return Go(new(HttpMethod.Post, target) { Content = new FormUrlEncodedContent(sent) });
    }

    public Task SignIn(string email = Ada, string password = Password) =>
        Submit(new Dictionary<string, string> { ["email"] = email, ["password"] = password }, "/account/sign-in");

    /// <summary>Opens a page of the Hub, signing in on the way.</summary>
    public async Task EnterHub(string email = Ada, string path = "/")
    {
        await Open(Hub + path);
        if (Left is null && Page.QuerySelector("input[type=password]") is not null)
            await SignIn(email);
    }

    /// <summary>Opens a page of the account, signing in on the way.</summary>
    public async Task SignInTo(string path, string email = Ada)
    {
        await Open(Dc3 + path);
        await SignIn(email);
    }

    /// <summary>Fills in one field of a form and sends it.</summary>
    public Task Submit(string action, params (string Name, string Value)[] fields) =>
        Submit(fields.ToDictionary(field => field.Name, field => field.Value), action);

    public Task Decide(string decision) => Submit(new Dictionary<string, string> { ["decision"] = decision });

    /// <summary>Goes the whole way from the client's link until the browser leaves for the client.</summary>
    public async Task Authorize(string address, string email = Ada)
    {
        await Open(address);
        if (Left is null && Page.QuerySelector("input[type=password]") is not null)
            await SignIn(email);
        if (Left is null && Page.QuerySelector("[name=decision][value=agree]") is not null)
            await Decide("agree");
    }

    /// <summary>The address of an authorization request; a field with null is left out.</summary>
    public static string Link(string path = "/connect/authorize", params (string Name, string? Value)[] fields)
    {
        var all = new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = "nordia-erp",
            ["redirect_uri"] = Callback,
            ["state"] = "xyz",
        };
        foreach (var (name, value) in fields)
            all[name] = value;
        var query = all.Where(field => field.Value is not null)
            .Select(field => $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(field.Value!)}");
        return $"{Dc3}{path}?{string.Join('&', query)}";
    }

    public static Dictionary<string, string> Query(Uri address) =>
        address
            .Query.TrimStart('?')
            .Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => Uri.UnescapeDataString(pair[0]), pair => Uri.UnescapeDataString(pair[1].Replace('+', ' ')));

    public async Task Go(HttpRequestMessage request)
    {
        Left = null;
        for (var hops = 0; hops < 10; hops++)
        {
            var host = request.RequestUri!.Host;
            var own = cookies.Where(cookie => cookie.Key.Host == host).Select(cookie => $"{cookie.Key.Name}={cookie.Value}").ToList();
            if (own.Count > 0)
                request.Headers.Add("Cookie", string.Join("; ", own));
            if (Address is not null)
                request.Headers.Add("X-Forwarded-For", Address);
            if (TakesHtml)
                request.Headers.Add("Accept", "text/html");
            if (Agent.Length > 0)
                request.Headers.TryAddWithoutValidation("User-Agent", Agent);
            using var response = await http.SendAsync(request);
            Answer = await Answer.From(response);
            foreach (var header in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
                Keep(host, header);
            if (response.Headers.Location is not { } location)
            {
                var url = request.RequestUri!.ToString();
                Page = await BrowsingContext.New().OpenAsync(page => page.Content(Answer.Body).Address(url));
                return;
            }
            location = new(request.RequestUri!, location);
            var isElsewhere = !location.Host.EndsWith(".localhost", StringComparison.Ordinal) && location.Host != host;
            if (isElsewhere || location.AbsolutePath == StopsBefore)
            {
                Left = location;
                return;
            }
            request = new(HttpMethod.Get, location);
        }
        throw new InvalidOperationException("The redirects do not end.");
    }

    private void Keep(string host, string header)
    {
        var pair = header.Split(';')[0].Split('=', 2);
        if (pair[1].Length == 0)
            cookies.Remove((host, pair[0]));
        else
            cookies[(host, pair[0])] = pair[1];
    }
}

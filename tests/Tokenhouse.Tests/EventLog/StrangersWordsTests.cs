using System.Text;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Routing;
using Tokenhouse.Core;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.EventLog;

/// <summary>
/// Who proves nothing writes nothing into a log: a word is sent in every parameter, header and path of every route there is, and looked for in
/// everything that is stored, exported, mailed and measured. Routes, parameters and forms that come later take part by themselves.
/// </summary>
[Trait("Category", "Security")]
public sealed class StrangersWordsTests
{
    private const string Word = "Zqxwordzqx";

    private static readonly string[] Headers =
    [
        "Accept",
        "Accept-Language",
        "Cookie",
        "DPoP",
        "Forwarded",
        "If-None-Match",
        "Idempotency-Key",
        "Origin",
        "Referer",
        "Traceparent",
        "User-Agent",
        "X-Correlation-Id",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Request-Id",
        Word,
    ];

    [Fact]
    public async Task No_word_of_a_stranger_is_in_any_log_mail_export_or_metric()
    {
        await using var collector = await OtlpCollector.Start();
        await using (var server = await Start(collector))
        {
            await Send(server, Iterations.Every(3, Requests(server)));
            await Visit(server);
            await ShouldBeClean(server);
        }
        collector.Metrics.ShouldContain("tokenhouse.requests");
        collector.Metrics.ShouldNotContain(Word, Case.Insensitive);
    }

    /// <summary>The same, from a client that proves its secret: it is told what it sent. Without this, the test above would find nothing.</summary>
    [Fact]
    public async Task Who_proves_the_secret_reads_their_own_words()
    {
        await using var server = await TestServer.Start(new TestServerOptions(Database.Sqlite) { Run = ["dc3"] });
        await server.AddIntegrator("own-words", kind: ClientKind.Machine);
        var proved = await server.Token(BrowserSession.Dc3, "own-words", "own-words-demo-secret", Word);
        (await server.Refusals(proved, "dc3")).Single().Reason.ShouldBe($"scope {Word} isn't in the catalogue");
        var session = new BrowserSession(server);
        await session.Open(BrowserSession.Link("/connect/authorize", ("scope", Word)));
        var row = (await server.Refusals(session.Answer, "dc3")).Single();
        (row.Reason, row.IsProved).ShouldBe(("a requested scope isn't in the catalogue", false));
        session.Response["error_description"].ShouldContain(Word); // who sent it is told
    }

    private static Task<TestServer> Start(OtlpCollector collector) =>
        TestServer.Start(
            new TestServerOptions(Database.Sqlite)
            {
                Run = ["dc3"],
                Settings =
                [
                    "--OTEL_EXPORTER_OTLP_ENDPOINT",
                    collector.Endpoint,
                    "--OTEL_EXPORTER_OTLP_PROTOCOL",
                    "http/protobuf",
                    "--Tokenhouse:Activity:UnprovedRefusalsADay", // nothing is left out for being too much
                    "10000",
                ],
            }
        );

    /// <summary>Every parameter at every route of a site, in the query and in the body, for a client of a tenant; every header; every path.</summary>
    private static IEnumerable<(string Name, HttpRequestMessage Request)> Requests(TestServer server)
    {
        foreach (var route in RouteTable.OfSites(server, "dc3"))
        foreach (var method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods)
        foreach (var client in IsForClients(route) ? (string[])[Integrator.Web, Integrator.Native] : [Integrator.Web])
        {
            foreach (var name in Parameters.Names.Append(Word))
            foreach (var value in Values(name))
            {
                yield return (name, Request(route, method, inQuery: true, (name, value), client));
                if (method == HttpMethod.Post.Method)
                    yield return (name, Request(route, method, inQuery: false, (name, value), client));
            }
            foreach (var request in Headed(route, method, client).Concat(Bodies(route, method)))
                yield return ("headers", request);
        }
        foreach (var route in RouteTable.OfHub(server, "dc3"))
        foreach (var method in route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            yield return ("hub", OfHub(route, method));
    }

    private static bool IsForClients(RouteEndpoint route) =>
        DialectCatalogue.List.Any(dialect => dialect.OperationAt(route.RoutePattern.RawText) is not null);

    private static string[] Values(string name) =>
        [
            Word,
            name switch
            {
                "claims" => "{\"id_token\":{\"" + Word + "\":{\"essential\":true}}}",
                "redirect_uri" => $"{BrowserSession.Callback}/{Word}?{Word}={Word}",
                "scope" => $"all openid {Word}",
                "prompt" => $"login {Word}",
                "ticket" => Word,
                _ => $"https://{Word}.example/{Word}",
            },
        ];

    private static HttpRequestMessage Request(RouteEndpoint route, string method, bool inQuery, (string, string) sent, string client)
    {
        var fields = new Dictionary<string, string>
        {
            ["client_id"] = client,
            ["response_type"] = "code",
            ["grant_type"] = "authorization_code",
            ["redirect_uri"] = BrowserSession.Callback,
            [sent.Item1] = sent.Item2,
        };
        var address = BrowserSession.Dc3 + route.RoutePattern.RawText;
        if (!inQuery)
            return new(new(method), address) { Content = new FormUrlEncodedContent(fields) };
        if (method == HttpMethod.Post.Method) // the rest is where it belongs
            return new(new(method), $"{address}?{Query([new(sent.Item1, sent.Item2)])}")
            {
                Content = new FormUrlEncodedContent(fields.Where(field => field.Key != sent.Item1)),
            };
        return new(new(method), $"{address}?{Query(fields)}");
    }

    private static string Query(IEnumerable<KeyValuePair<string, string>> fields) =>
        string.Join('&', fields.Select(field => $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(field.Value)}"));

    private static IEnumerable<HttpRequestMessage> Headed(RouteEndpoint route, string method, string client)
    {
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{client}:{Word}"));
        string[] authorizations = [$"Basic {basic}", $"Basic {Word}", $"Bearer {Word}", $"{Word} {Word}", Word];
        foreach (
            var (name, value) in Headers
                .Select(header => (header, $"{Word}={Word}"))
                .Concat(authorizations.Select(value => ("Authorization", value)))
        )
        {
            var request = Request(route, method, inQuery: method != HttpMethod.Post.Method, ("token", "x"), client);
            if (name == "Authorization" && request.Content is not null)
                request.Content = new FormUrlEncodedContent([KeyValuePair.Create("grant_type", "refresh_token")]);
            request.Headers.TryAddWithoutValidation(name, value);
            yield return request;
        }
        yield return new(new(method), $"{BrowserSession.Dc3}{route.RoutePattern.RawText}/{Word}");
        yield return new(new(Word), BrowserSession.Dc3 + route.RoutePattern.RawText);
    }

    private static IEnumerable<HttpRequestMessage> Bodies(RouteEndpoint route, string method)
    {
        if (method != HttpMethod.Post.Method)
            yield break;
        foreach (
            var (body, type) in (IEnumerable<(string, string)>)
                [
                    ($$"""{"app_id":"{{Word}}","app_key":"{{Word}}","resource":"{{Word}}","{{Word}}":"{{Word}}"}""", "application/json"),
                    ($$"""{"refusals":[{"{{Word}}":"{{Word}}"}]}""", "application/json"),
                    (Word, "text/plain"),
                    (Word, $"application/{Word}"),
                ]
        )
            yield return new(HttpMethod.Post, BrowserSession.Dc3 + route.RoutePattern.RawText)
            {
                Content = new StringContent(body, Encoding.UTF8, type),
            };
    }

    private static HttpRequestMessage OfHub(RouteEndpoint route, string method)
    {
        var path = string.Join(
            '/',
            route
                .RoutePattern.RawText!.TrimStart('/')
                .Split('/')
                .Select(segment => segment.Contains('{', StringComparison.Ordinal) ? Word : segment)
        );
        var query = string.Join('&', ((string[])["code", "state", "link", "error", "cursor", "q"]).Select(name => $"{name}={Word}"));
        var request = new HttpRequestMessage(new(method), $"{BrowserSession.Hub}/{path}?{query}");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {Word}");
        return request;
    }

    /// <summary>What was sent is written before the next parameter is sent, so that no row is lost among too many others.</summary>
    private static async Task Send(TestServer server, IEnumerable<(string Name, HttpRequestMessage Request)> requests)
    {
        foreach (var group in requests.GroupBy(sent => sent.Name).ToList())
        {
            await Parallel.ForEachAsync(
                group,
                new ParallelOptions { MaxDegreeOfParallelism = 8 },
                async (sent, cancellationToken) =>
                {
                    using var request = sent.Request;
                    using var response = await server.Http.SendAsync(request, cancellationToken);
                    ((int)response.StatusCode).ShouldBeLessThan(500, $"{request.Method} {request.RequestUri}");
                }
            );
            await Written(server);
        }
    }

    /// <summary>Every form that is shown to who is not signed in, with the word in every field.</summary>
    private static async Task Visit(TestServer server)
    {
        var pages = RouteTable
            .OfSites(server, "dc3")
            .Where(route => route.RoutePattern.RawText!.StartsWith("/account", StringComparison.Ordinal))
            .Select(route => BrowserSession.Dc3 + route.RoutePattern.RawText)
            .Distinct()
            .Append(BrowserSession.Link())
            .Append(BrowserSession.Link("/connect/authorize", ("login_hint", Word)));
        foreach (var page in pages)
        {
            var session = new BrowserSession(server) { Agent = Word };
            await session.Open(page);
            if (session.Left is not null)
                continue;
            foreach (var (action, names) in session.Page.Forms.Select(form => (form.GetAttribute("action"), Fields(form))).ToList())
            {
                var form = new BrowserSession(server) { Agent = Word };
                await form.Open(page);
                await form.Submit(names.ToDictionary(name => name, name => name == "email" ? Word + "@example.com" : Word), action);
                await form.Open(page);
                await form.Submit(names.ToDictionary(name => name, _ => Word), action);
            }
        }
        await Written(server);
    }

    private static List<string> Fields(IHtmlFormElement form) =>
        [
            .. form
                .Elements.OfType<IHtmlInputElement>()
                .Where(input => input.Name is not null && (input.Type is not "hidden" || input.Name is "credential"))
                .Select(input => input.Name!)
                .Distinct(),
        ];

    /// <summary>Events are written in their order: what was refused before this is in the log when this is.</summary>
    private static async Task Written(TestServer server)
    {
        await server.AddIntegrator("last-of-all", kind: ClientKind.Machine);
        var last = await server.Token(BrowserSession.Dc3, "last-of-all", "last-of-all-demo-secret", "openid");
        await server.Refusals(last, "dc3");
    }

    private static async Task ShouldBeClean(TestServer server)
    {
        await using var db = server.Db("dc3");
        var dump = await server.Dump("dc3");
        dump.ShouldContain("a requested scope isn't in the catalogue");
        Around(dump).ShouldBeEmpty();
        var reader = await server.HubToken(Arrange.Nordia, "hub.log.read");
        foreach (var format in (string[])["csv", "json"])
        {
            var export = await server.Call(reader, HttpMethod.Get, $"/tenants/nordia/log/export?format={format}");
            export.Status.ShouldBe(200, export.Body);
            export.Body.ShouldContain("RedirectUriNotRegistered");
            Around(export.Body).ShouldBeEmpty();
        }
        var mails = Directory.Exists(SentEmails.Folder(server)) ? Directory.EnumerateFiles(SentEmails.Folder(server)).ToList() : [];
        mails.ShouldBeEmpty();
    }

    private static string Around(string text) =>
        text.IndexOf(Word, StringComparison.OrdinalIgnoreCase) is var at and >= 0
            ? text[Math.Max(0, at - 300)..Math.Min(text.Length, at + 100)]
            : "";
}

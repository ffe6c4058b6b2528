using AngleSharp;
using Microsoft.Playwright;
using Tokenhouse.Server.Demo;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Demo;

/// <summary>The first thing that a newcomer sees.</summary>
[OuterTier]
public sealed class WelcomeTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly TestServerOptions All = new(Database.Sqlite) { Run = ["dc2", "dc3", "dc4", "dc5"] };

    [Fact]
    public async Task The_page_lists_every_site_and_every_demo_credential_beside_its_host()
    {
        await using var server = await TestServer.Start(All);
        var answer = await server.Get("http://localhost/");
        var page = await BrowsingContext.New().OpenAsync(request => request.Content(answer.Body));
        page.QuerySelectorAll("#sites ~ .table-responsive tbody tr")
            .Select(row =>
                string.Join(
                    " | ",
                    row.QuerySelectorAll("td")
                        .Take(6)
                        .Select(cell => string.Join(' ', cell.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
                )
            )
            .ShouldBe([
                "dc2 AUS | LIVE | http://login.dc2.localhost:5080 | Acme 218 | acme-live | acme-live-demo-secret",
                "dc2 AUS | UAT | http://loginuat.dc2.localhost:5080 | Acme 218 | acme-uat | acme-uat-demo-secret",
                "dc3 UK / EMEA | LIVE | http://login.dc3.localhost:5080 | Globex 6784 | globex-live | globex-live-demo-secret",
                "dc3 UK / EMEA | LIVE | http://login.dc3.localhost:5080 | Nordia 451 | nordia-erp | nordia-erp-demo-secret",
                "dc3 UK / EMEA | LIVE | http://login.dc3.localhost:5080 | Nordia 451 | nordia-desktop | none: public",
                "dc3 UK / EMEA | UAT | http://loginuat.dc3.localhost:5080 | – | – | –",
                "dc4 US | LIVE | http://login.dc4.localhost:5080 | Paylink 977 | 98434376 | demo-live-app-key-0123456789abcd",
                "dc4 US | UAT | http://loginuat.dc4.localhost:5080 | Paylink 977 | 98434377 | demo-uat-app-key-0123456789abcde",
                "dc5 SEA | LIVE | http://login.dc5.localhost:5080 | – | – | –",
                "dc5 SEA | UAT | http://loginuat.dc5.localhost:5080 | – | – | –",
            ]);
        page.QuerySelector("pre")!.TextContent.ShouldBe(DemoSite.Curl(new("http://localhost:5080")));
        page.QuerySelectorAll(".hubs a, .hubs ul")
            .Select(part => part.Children.Length == 0 ? part.TextContent : string.Join(' ', part.Children.Select(item => item.TextContent)))
            .ShouldBe([
                "http://hub.dc2.localhost:5080",
                "operator@tokenhouse.example manager@acme.example developer@acme.example reader@acme.example",
                "http://hub.dc3.localhost:5080",
                "operator@tokenhouse.example",
                "http://hub.dc4.localhost:5080",
                "operator@tokenhouse.example manager@paylink.example",
                "http://hub.dc5.localhost:5080",
                "operator@tokenhouse.example",
            ]);
        foreach (var link in page.QuerySelectorAll(".table-responsive a"))
            (await server.Get(link.GetAttribute("href")!)).Status.ShouldBe(200);
        foreach (var link in page.QuerySelectorAll(".hubs a"))
            (await server.Get(link.GetAttribute("href")!))["Location"]!.ShouldContain("/connect/authorize?"); // signs in first
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task The_page_allows_no_script_no_frame_and_nothing_of_third_parties()
    {
        await using var server = await TestServer.Start(All);
        var answer = await server.Get("http://localhost/");
        answer["Content-Security-Policy"]
            .ShouldBe("default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        (answer["X-Frame-Options"], answer["Referrer-Policy"]).ShouldBe(("DENY", "no-referrer"));
        answer.Body.ShouldNotContain("<script");
        answer.Body.ShouldNotContain("style=");
    }

    [Fact]
    public async Task Without_the_demonstration_there_are_no_credentials_to_see()
    {
        await using var server = await TestServer.Start(All with { Settings = ["--Tokenhouse:Demo", "false"] });
        var body = (await server.Get("http://localhost/")).Body;
        body.ShouldContain("The demo is turned off here");
        body.ShouldNotContain("demo-secret");
        body.ShouldContain("http://hub.dc5.localhost:5080");
        body.ShouldNotContain("operator@tokenhouse.example");
    }

    [Fact]
    public async Task It_is_shown_on_local_addresses_only_and_its_files_too()
    {
        await using var server = await TestServer.Start(All);
        foreach (var host in (string[])["localhost", "127.0.0.1", "[::1]"])
            (await server.Get($"http://{host}/")).Status.ShouldBe(200);
        foreach (var path in (string[])["", "css/tokenhouse.css", "lib/bootstrap/bootstrap.min.css"])
            (await server.Get($"http://nowhere.example/{path}")).Status.ShouldBe(421);
        (await server.Get("http://localhost/nothing")).Status.ShouldBe(421);
    }

    [Fact]
    public void The_greeting_is_a_table_that_fits_and_the_curl_line()
    {
        var datacentre = new Tokenhouse.Core.Datacentre("dc2", new("http://localhost:5080"));
        DemoGreeting
            .Text(datacentre.BaseUrl, "/data", DemoSite.All([(datacentre, "AUS")], demo: true))
            .ShouldBe(
                """

                Tokenhouse is ready. http://localhost:5080 shows this as a page.

                  Datacentre  Environment  Host                                Tenant      Client     Secret
                  dc2 AUS     LIVE         http://login.dc2.localhost:5080     acme (218)  acme-live  acme-live-demo-secret
                  dc2 AUS     UAT          http://loginuat.dc2.localhost:5080  acme (218)  acme-uat   acme-uat-demo-secret

                A first token:

                curl -d grant_type=client_credentials -d client_id=acme-live -d client_secret=acme-live-demo-secret \
                     -d scope="Public.Application.Read Public.Application.Write" http://login.dc2.localhost:5080/connect/token

                The Hub, where tenants manage their credentials (every password is Demo-passw0rd!):

                  http://hub.dc2.localhost:5080
                    operator@tokenhouse.example, manager@acme.example, developer@acme.example, reader@acme.example

                Your data is in /data. Press Ctrl+C to stop the server.


                """
            );
    }

    [Fact]
    public async Task A_browser_shows_it_whole_at_any_width_light_and_dark_and_a_keyboard_reaches_everything_that_can_be_used()
    {
        await using var server = await TestServer.Start(All);
        var (page, complaints) = await browser.Open($"http://localhost:{server.Port}/", 1280, ColorScheme.Light);
        (await page.TitleAsync()).ShouldBe("Tokenhouse is ready");
        var audit = new VisualAudit(browser, "welcome");
        await audit.Look(page, "page");
        audit.Complaints.ShouldBeEmpty();
        complaints.ShouldBeEmpty();
        foreach (var (scheme, background) in new[] { (ColorScheme.Dark, "rgb(21, 24, 29)"), (ColorScheme.Light, "rgb(255, 255, 255)") })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            (await page.EvaluateAsync<double>(Contrast)).ShouldBeGreaterThanOrEqualTo(4.5);
            (await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor")).ShouldBe(background);
        }

        var reached = new List<string>();
        for (var i = 0; i < 22; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            reached.Add(
                await page.EvaluateAsync<string>("document.activeElement.getAttribute('aria-label') ?? document.activeElement.tagName")
            );
        }
        reached[..4].ShouldBe(["PRE", "DIV", "Metadata of login.dc2.localhost", "Keys of login.dc2.localhost"]);
        reached[^1].ShouldBe("Keys of loginuat.dc5.localhost");
    }

    /// <summary>The lowest contrast (WCAG 2.2, 1.4.3) of any text on the page against what is behind it.</summary>
    private const string Contrast = """
        () => {
          const parse = text => (text.match(/[\d.]+/g) ?? []).map(Number);
          const luminance = rgb => rgb.slice(0, 3).map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
            .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
          const behind = element => {
            for (let e = element; e; e = e.parentElement) {
              const color = parse(getComputedStyle(e).backgroundColor);
              if (color.length === 3 || color[3] === 1) return color;
            }
            return [255, 255, 255];
          };
          let lowest = 21;
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            if (!walker.currentNode.textContent.trim()) continue;
            const element = walker.currentNode.parentElement;
            const [a, b] = [luminance(parse(getComputedStyle(element).color)), luminance(behind(element))];
            lowest = Math.min(lowest, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
          }
          return lowest;
        }
        """;
}

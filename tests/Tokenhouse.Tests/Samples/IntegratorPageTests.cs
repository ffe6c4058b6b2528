using Microsoft.Playwright;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Samples;

/// <summary>The sample in a real browser, through both sites and back: its policy lets every step through, and its pages fit.</summary>
[OuterTier]
public sealed class IntegratorPageTests(Demonstration demonstration, Browser browser) : IClassFixture<Demonstration>, IClassFixture<Browser>
{
    [Fact]
    public async Task A_browser_goes_the_whole_way_and_the_page_fits_at_any_width_light_and_dark()
    {
        // The native client, whose port may vary: a browser looks for the web client's address at its own port.
        var audit = new VisualAudit(browser, "integrator");
        var (page, complaints) = await browser.Open($"http://localhost:{demonstration.Port}/", 1280, ColorScheme.Light);
        page.Url.ShouldBe($"http://127.0.0.1:{demonstration.Port}/"); // where the browser will come back to
        await audit.Look(page, "begin");

        await page.GetByLabel("OAuthV2").CheckAsync();
        await page.GetByLabel("Desktop").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect" }).ClickAsync();
        await page.Locator("[name=email]:focus").WaitForAsync(); // where the page puts the cursor, before a person types
        await page.FillAsync("[name=email]", BrowserSession.Ada);
        await page.FillAsync("[name=password]", BrowserSession.Password);
        await page.ClickAsync("button");
        await page.GetByRole(AriaRole.Button, new() { Name = "Agree" }).ClickAsync();
        (await page.TextContentAsync(".notice p")).ShouldBe("Connected.");
        page.Url.ShouldBe($"http://127.0.0.1:{demonstration.Port}/"); // the code has left the address bar

        await page.GetByRole(AriaRole.Button, new() { Name = "Call the API" }).ClickAsync();
        (await page.TextContentAsync(".notice p")).ShouldBe("The API answered:");
        await page.GetByRole(AriaRole.Button, new() { Name = "losing" }).ClickAsync();
        (await page.TextContentAsync(".notice p")).ShouldBe("Refreshed on attempt 2, with the same refresh token.");
        await audit.Look(page, "connected");
        audit.Complaints.ShouldBeEmpty();

        // A native client is agreed to each time.
        await page.GetByRole(AriaRole.Button, new() { Name = "Disconnect" }).ClickAsync();
        await page.GetByLabel("OAuthV2").CheckAsync();
        await page.GetByLabel("Desktop").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Agree" }).ClickAsync();
        (await page.TextContentAsync(".notice p")).ShouldBe("Connected.");
        complaints
            .Where(complaint =>
                !complaint.EndsWith(": 303", StringComparison.Ordinal) && !complaint.EndsWith(": 302", StringComparison.Ordinal)
            )
            .ShouldBeEmpty();
    }
}

using Microsoft.Playwright;

namespace Tokenhouse.Tests.Support;

/// <summary>One Chromium for the tests of a class; pages fail a test by anything the browser complains of.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = "/usr/bin/chromium",
                // Nothing but the pages under test is asked for.
                Args =
                [
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                ],
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        await browser!.DisposeAsync();
        playwright!.Dispose();
    }

    /// <summary>A window of a person of their own.</summary>
    public async Task<IPage> Window(int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await browser!.NewContextAsync(
            new()
            {
                ViewportSize = new() { Width = width, Height = 800 },
                ColorScheme = scheme,
                ReducedMotion = ReducedMotion.Reduce, // a picture is not taken in the middle of a transition
            }
        );
        context.SetDefaultTimeout((float)Eventually.Patience.TotalMilliseconds);
        return await context.NewPageAsync();
    }

    /// <summary>Opens a page and hands out what the browser said about it: errors, refused resources, blocked scripts.</summary>
    public async Task<(IPage Page, List<string> Complaints)> Open(string address, int width, ColorScheme scheme)
    {
        var page = await Window(width, scheme);
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.Add($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => complaints.Add(error);
        page.RequestFailed += (_, request) => complaints.Add($"{request.Url}: {request.Failure}");
        page.Response += (_, response) =>
        {
            if (!response.Ok)
                complaints.Add($"{response.Url}: {response.Status}");
        };
        await page.GotoAsync(address, new() { WaitUntil = WaitUntilState.NetworkIdle });
        return (page, complaints);
    }

    /// <summary>Where the pictures of a run are: <c>artifacts/screenshots</c>.</summary>
    public static string Picture(string name) => Path.Combine(SourceTree.Root, "artifacts", "screenshots", name + ".png");
}

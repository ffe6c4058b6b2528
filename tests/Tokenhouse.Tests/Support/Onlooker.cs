using Microsoft.Playwright;

namespace Tokenhouse.Tests.Support;

/// <summary>Looks at pages as people would who change the window and the theme, keeps pictures, and writes down what is wrong with them.</summary>
public sealed class Onlooker(Browser browser, string folder)
{
    private readonly List<string> complaints = [];

    /// <summary>What the browser and axe-core complained of, and what did not fit.</summary>
    public IReadOnlyList<string> Complaints => complaints;

    /// <summary>A window whose errors are complaints.</summary>
    public async Task<IPage> Window()
    {
        var page = await browser.Window();
        page.PageError += (_, error) => complaints.Add(error);
        page.Console += (_, message) =>
        {
            if (!message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)) // a refusal is a page too
                complaints.Add(message.Text);
        };
        return page;
    }

    /// <summary>One page, looked at in four ways.</summary>
    public async Task Look(IPage page, string name)
    {
        await page.WaitForLoadStateAsync();
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            foreach (var width in (int[])[360, 1280])
            {
                await page.SetViewportSizeAsync(width, 800);
                var wide = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
                if (wide > width)
                    complaints.Add($"{name}: {wide} wide at {width}");
                var picture = Browser.Picture($"{folder}/{name}-{width}-{scheme}".ToLowerInvariant());
                await page.ScreenshotAsync(new() { Path = picture, FullPage = true });
            }
            complaints.AddRange((await Axe.Complaints(page)).Select(found => $"{name}, {scheme}: {found}"));
        }
    }
}

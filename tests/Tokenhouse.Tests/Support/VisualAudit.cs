using Microsoft.Playwright;

namespace Tokenhouse.Tests.Support;

/// <summary>Looks at pages as people would who change the window and the theme, keeps pictures, and writes down what is wrong with them.</summary>
public sealed class VisualAudit(Browser browser, string folder)
{
    private const int Narrow = 360;
    private const int Wide = 1280;

    /// <summary>
    /// Each width and each theme once; with the full counts each with each. The last is how windows begin, and has everything in sight.
    /// </summary>
    private static readonly (ColorScheme Scheme, int Width)[] Ways = Iterations.Full
        ? [(ColorScheme.Dark, Wide), (ColorScheme.Dark, Narrow), (ColorScheme.Light, Narrow), (ColorScheme.Light, Wide)]
        : [(ColorScheme.Dark, Narrow), (ColorScheme.Light, Wide)];

    private readonly List<string> complaints = [];

    /// <summary>
    /// Whether it looks for what does not fit alone: pages whose like axe-core sees elsewhere. With the full counts it sees these too.
    /// </summary>
    public bool IsAboutFit { get; init; }

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

    /// <summary>One page, looked at in each way, and left as it was.</summary>
    public async Task Look(IPage page, string name)
    {
        await page.WaitForLoadStateAsync();
        foreach (var (scheme, width) in Ways)
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.SetViewportSizeAsync(width, 800);
            complaints.AddRange((await Spilled(page)).Select(found => $"{name}, {width}: {found}"));
            var picture = Browser.Picture($"{folder}/{name}-{width}-{scheme}".ToLowerInvariant());
            await page.ScreenshotAsync(new() { Path = picture, FullPage = true });
            if (IsAboutFit && !Iterations.Full)
                continue;
            complaints.AddRange(
                (await Axe.Complaints(page, isPartial: !Iterations.Full && width == Narrow)).Select(found =>
                    $"{name}, {width}, {scheme}: {found}"
                )
            );
        }
    }

    /// <summary>What is wider than the window, or than the box that it stands in.</summary>
    private static Task<string[]> Spilled(IPage page) =>
        page.EvaluateAsync<string[]>(
            """
            () => {
              const root = document.documentElement;
              const spills = box => box.clientWidth > 1 && box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).overflowX === 'visible'
                && getComputedStyle(box).display !== 'inline';
              const boxes = [...document.querySelectorAll('body *')].filter(spills);
              return [
                ...(root.scrollWidth > root.clientWidth ? [`${root.scrollWidth} wide`] : []),
                ...boxes.filter(box => !boxes.some(other => other !== box && box.contains(other)))
                  .map(box => `spills by ${box.scrollWidth - box.clientWidth}: ${box.cloneNode(false).outerHTML} ${box.textContent.trim().slice(0, 30)}`),
              ];
            }
            """
        );
}

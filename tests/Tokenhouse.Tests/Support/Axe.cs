using Microsoft.Playwright;

namespace Tokenhouse.Tests.Support;

/// <summary>Checks the page that a browser shows for what keeps people out, with axe-core, which <c>./test.sh</c> installs.</summary>
public static class Axe
{
    private static readonly Lazy<string> Script = new(() =>
        File.ReadAllText(Path.Combine(SourceTree.Root, "tests", "axe", "node_modules", "axe-core", "axe.min.js"))
    );

    /// <summary>What depends on the theme and on the width of the window: everything else is the same however a page is looked at.</summary>
    private static readonly string[] OfLooks = ["color-contrast", "link-in-text-block", "scrollable-region-focusable"];

    /// <summary>What it finds wrong, each with the elements. It is brought to each page once, however often that is looked at.</summary>
    /// <param name="page">The page.</param>
    /// <param name="isPartial">Only what depends on the way of looking: for pages that are checked wholly in another way.</param>
    public static async Task<IReadOnlyList<string>> Complaints(IPage page, bool isPartial = false)
    {
        if (!await page.EvaluateAsync<bool>("'axe' in window"))
            await page.EvaluateAsync($"() => {{ {Script.Value} }}"); // as the developer tools do it, which the page's policy does not forbid
        return await page.EvaluateAsync<string[]>(
            """
            async rules => (await axe.run({ resultTypes: ['violations'], preload: false, ...(rules && { runOnly: rules }) })).violations
              .map(found => `${found.id}: ${found.nodes.map(node => node.html).join(' | ')}`)
            """,
            isPartial ? OfLooks : null
        );
    }
}

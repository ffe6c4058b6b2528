using Microsoft.Playwright;

namespace Tokenhouse.Tests.Support;

/// <summary>Checks the page that a browser shows for what keeps people out, with axe-core, which <c>./test.sh</c> installs.</summary>
public static class Axe
{
    private static readonly Lazy<string> Script = new(() =>
        File.ReadAllText(Path.Combine(Source.Root, "tests", "axe", "node_modules", "axe-core", "axe.min.js"))
    );

    /// <summary>What it finds wrong, each with the elements. It is brought to each page once, however often that is looked at.</summary>
    public static async Task<IReadOnlyList<string>> Complaints(IPage page)
    {
        if (!await page.EvaluateAsync<bool>("'axe' in window"))
            await page.EvaluateAsync($"() => {{ {Script.Value} }}"); // as the developer tools do it, which the page's policy does not forbid
        return await page.EvaluateAsync<string[]>(
            """
            async () => (await axe.run({ resultTypes: ['violations'] })).violations
              .map(found => `${found.id}: ${found.nodes.map(node => node.html).join(' | ')}`)
            """
        );
    }
}

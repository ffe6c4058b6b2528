namespace Tokenhouse.Server.AccountPages;

/// <summary>What people call the browser that named itself so: <c>Firefox on Windows</c>. For recognising it, and for nothing else.</summary>
public static class BrowserName
{
    // In this order: most browsers also name those that they want to be taken for.
    private static readonly (string Sign, string Name)[] Browsers =
    [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("CriOS/", "Chrome"),
        ("Safari/", "Safari"),
    ];

    private static readonly (string Sign, string Name)[] Systems =
    [
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];

    public static string Of(string agent) =>
        (Find(Browsers, agent), Find(Systems, agent)) switch
        {
            (null, null) => "Unknown browser",
            ({ } browser, null) => browser,
            (null, { } system) => $"Browser on {system}",
            var (browser, system) => $"{browser} on {system}",
        };

    private static string? Find((string Sign, string Name)[] known, string agent) =>
        known.FirstOrDefault(candidate => agent.Contains(candidate.Sign, StringComparison.Ordinal)).Name;
}

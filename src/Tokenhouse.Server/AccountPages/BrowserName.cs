namespace Tokenhouse.Server.AccountPages;

/// <summary>A readable name for a browser's user agent: <c>Firefox on Windows</c>. Only so that people recognise it.</summary>
public static class BrowserName
{
    // In this order, because most browsers also contain the names of others.
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

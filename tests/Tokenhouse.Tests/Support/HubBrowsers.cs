using Microsoft.Playwright;
using Tokenhouse.Core;

namespace Tokenhouse.Tests.Support;

/// <summary>Real browsers in the Hub: whoever enters is signed in on the way to a page.</summary>
public static class HubBrowsers
{
    /// <summary>A new window of somebody at a page of the Hub.</summary>
    public static async Task<IPage> Enter(this BrowserTestServer home, VisualAudit audit, string email, string path)
    {
        var page = await audit.Window();
        await page.GotoAsync(home.Hub + path);
        await Tokenhouse.Tests.AccountPages.BrowserTests.SignIn(page, email);
        await page.WaitForURLAsync(home.Hub + path, new() { WaitUntil = WaitUntilState.Commit });
        await page.WaitForSelectorAsync("h1"); // the address is there before the page
        return page;
    }

    /// <summary>Waits until the page says what was done.</summary>
    public static async Task Said(this IPage page, string sentence) =>
        await page.WaitForSelectorAsync($"[role=status]:text-is(\"{sentence}\")");

    /// <summary>The scope of the token that a client gets, or why it gets none.</summary>
    public static async Task<string> Ask(
        this BrowserTestServer home,
        TenantEnvironment environment,
        string id,
        string secret,
        string? scope = null
    )
    {
        var origin =
            environment is TenantEnvironment.LIVE ? home.Origin : home.Origin.Replace("login", "loginuat", StringComparison.Ordinal);
        var answer = (await home.Server.Token(origin, id, secret, scope)).Json;
        return (answer.TryGetProperty("error", out var error) ? error : answer.GetProperty("scope")).GetString()!;
    }
}

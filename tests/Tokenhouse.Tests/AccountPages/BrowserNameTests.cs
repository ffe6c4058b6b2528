using Tokenhouse.Server.AccountPages;

namespace Tokenhouse.Tests.AccountPages;

/// <summary>What browsers call themselves, and what people call them.</summary>
public sealed class BrowserNameTests
{
    private const string WebKit = "AppleWebKit/537.36 (KHTML, like Gecko)";

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows")]
    [InlineData($"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WebKit} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge on Windows")]
    [InlineData($"Mozilla/5.0 (X11; Linux x86_64) {WebKit} Chrome/140.0.0.0 Safari/537.36", "Chrome on Linux")]
    [InlineData($"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {WebKit} Chrome/140.0.0.0 Safari/537.36", "Chrome on ChromeOS")]
    [InlineData($"Mozilla/5.0 (Linux; Android 16) {WebKit} Chrome/140.0.0.0 Mobile Safari/537.36", "Chrome on Android")]
    [InlineData($"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {WebKit} Version/18.4 Safari/605.1.15", "Safari on macOS")]
    [InlineData(
        $"Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) {WebKit} Version/18.4 Mobile/15E148 Safari/604.1",
        "Safari on iPhone"
    )]
    [InlineData($"Mozilla/5.0 (iPad; CPU OS 18_4 like Mac OS X) {WebKit} CriOS/140.0.0.0 Mobile/15E148 Safari/604.1", "Chrome on iPad")]
    [InlineData($"Mozilla/5.0 (Windows NT 10.0) {WebKit} Chrome/140.0.0.0 Safari/537.36 OPR/120.0.0.0", "Opera on Windows")]
    [InlineData("Firefox/1", "Firefox")]
    [InlineData("something on Linux", "Browser on Linux")]
    [InlineData("curl/8.5", "Unknown browser")]
    [InlineData("", "Unknown browser")]
    public void They_are_recognised(string agent, string name) => BrowserName.Of(agent).ShouldBe(name);
}

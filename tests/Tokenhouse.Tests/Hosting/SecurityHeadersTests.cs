using Microsoft.AspNetCore.Routing;
using Tokenhouse.Server.AccountPages;
using Tokenhouse.Server.OAuth.Authorize;
using Tokenhouse.Server.OAuth.EndSession;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hosting;

/// <summary>What every answer tells browsers, over all routes and all files.</summary>
[Trait("Category", "Security")]
public sealed class SecurityHeadersTests
{
    private const string Login = "https://login.dc2.example.com";
    private const string Hub = "https://hub.dc2.example.com";

    private static readonly string[] InPopups =
    [
        InteractionPolicy.SignInPath,
        InteractionPolicy.SelectAccountPath,
        EndSessionEndpoint.Page,
        InteractionPolicy.ConsentPath,
        InteractionPolicy.NotMemberPath,
        PasskeySignIn.Path,
        SecondFactorForm.Path,
        ForgotForm.Path,
    ];

    [Fact]
    public async Task Every_route_and_every_file_has_them_where_the_installation_speaks_https()
    {
        await using var server = await Start("https://example.com");
        var seen = 0;
        foreach (var address in Addresses(server))
        {
            var answer = await Ask(server, address);
            answer["Strict-Transport-Security"].ShouldBe("max-age=31536000", address);
            answer["X-Content-Type-Options"].ShouldBe("nosniff", address);
            if (answer["Content-Type"] is not { } type || type.Contains("json", StringComparison.Ordinal))
                continue;
            answer["X-Frame-Options"].ShouldBe("DENY", address);
            answer["Referrer-Policy"].ShouldBe("no-referrer", address);
            answer["Permissions-Policy"]!.ShouldContain("camera=()", Case.Sensitive, address);
            answer["Permissions-Policy"]!.ShouldContain("publickey-credentials-get=(self)", Case.Sensitive, address);
            var uri = new Uri(address);
            var isIsolated =
                uri.Host == new Uri(Hub).Host
                || uri.AbsolutePath.StartsWith("/account", StringComparison.Ordinal) && !InPopups.Contains(uri.AbsolutePath);
            answer["Cross-Origin-Opener-Policy"].ShouldBe(isIsolated ? "same-origin" : null, address);
            seen++;
        }
        seen.ShouldBeGreaterThan(20);
    }

    [Fact]
    public async Task Where_it_speaks_http_on_this_machine_browsers_are_not_told_to_insist_on_https()
    {
        await using var server = await Start("http://localhost:5080");
        foreach (var address in (string[])[TestServer.Dc2 + "/account/sign-in", TestServer.Dc2 + "/css/tokenhouse.css"])
        {
            var answer = await Ask(server, address);
            answer["Strict-Transport-Security"].ShouldBeNull(address);
            answer["X-Frame-Options"].ShouldBe("DENY", address);
        }
    }

    private static Task<TestServer> Start(string baseUrl) =>
        TestServer.Start(Database.Sqlite, "--Tokenhouse:BaseUrl", baseUrl, "--Tokenhouse:Demo", "false");

    private static IEnumerable<string> Addresses(TestServer server)
    {
        foreach (var route in RouteTable.OfSites(server))
            yield return Login + Filled(route);
        foreach (var route in RouteTable.OfHub(server))
            yield return Hub + Filled(route);
        foreach (
            var path in (string[])["/nothing", "/account/nothing", "/health/live", "/health/ready", "/health/writable", "/health/nothing"]
        )
            yield return Login + path;
        yield return "https://elsewhere.example.org/";
        var root = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        foreach (var file in System.IO.Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
        foreach (var origin in (string[])[Login, Hub])
            yield return $"{origin}/{Path.GetRelativePath(root, file)}";
    }

    private static string Filled(RouteEndpoint route) => ApiDescription.Filled(route.RoutePattern.RawText!, "acme", "acme-live");

    /// <summary>As a browser asks, through a proxy that ended TLS.</summary>
    private static async Task<Answer> Ask(TestServer server, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address.Replace("https://", "http://", StringComparison.Ordinal));
        request.Headers.TryAddWithoutValidation("Accept", "text/html,*/*");
        using var response = await server.Http.SendAsync(request);
        return await Answer.From(response);
    }
}

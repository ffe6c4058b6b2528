using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Tokenhouse.Server.Demo;

/// <summary>The page at the local base URL in Development: the greeting with links.</summary>
internal static class WelcomeEndpoint
{
    private static readonly string[] LocalHosts = ["localhost", "127.0.0.1", "[::1]"];

    // Only our own stylesheets and pictures, no scripts.
    private const string Policy =
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void UseWelcome(this WebApplication front, Uri baseUrl, IReadOnlyList<DemoSite> sites) =>
        front.UseWhen(
            http => LocalHosts.Contains(http.Request.Host.Host) && HttpMethods.IsGet(http.Request.Method),
            local =>
            {
                local.UseStaticFiles();
                local.UseWhen(http => http.Request.Path == "/", page => page.Run(http => Show(http, front.Services, baseUrl, sites)));
            }
        );

    // Rendered without the framework's page services, which would bring sessions and keys that this page doesn't need.
    private static async Task Show(HttpContext http, IServiceProvider services, Uri baseUrl, IReadOnlyList<DemoSite> sites)
    {
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var parameters = new Dictionary<string, object?> { [nameof(WelcomePage.BaseUrl)] = baseUrl, [nameof(WelcomePage.Sites)] = sites };
        var page = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<WelcomePage>(ParameterView.FromDictionary(parameters))).ToHtmlString()
        );

        http.Response.Headers.ContentSecurityPolicy = Policy;
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.WriteAsync(page, http.RequestAborted);
    }
}

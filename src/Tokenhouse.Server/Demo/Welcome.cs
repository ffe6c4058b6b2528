using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Tokenhouse.Server.Demo;

/// <summary>The page at the bare local address, in Development: the greeting, to look at and to click.</summary>
internal static class Welcome
{
    private static readonly string[] LocalHosts = ["localhost", "127.0.0.1", "[::1]"];

    // Nothing but our own stylesheets and pictures; no script at all.
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

    // The component is rendered by itself: the framework's page services would bring sessions and keys that this page has no use for.
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

using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Tokenhouse.Server.Pages;

/// <summary>
/// Writes every page that people see on a login host, with what protects it: nothing of third parties, no inline script, no frame, never kept,
/// and a form token against forged posts.
/// </summary>
public sealed class PageWriter(IServiceProvider services, IAntiforgery antiforgery, ILoggerFactory logs)
{
    /// <param name="http">Where to.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="parameters">The page's own parameters; where it has forms of ours, their <see cref="Frame"/> is added.</param>
    /// <param name="formTarget">An origin besides our own that a form of the page leads to, at once or by a redirect.</param>
    public async Task Write<TPage>(HttpContext http, int status, Dictionary<string, object?> parameters, string? formTarget = null)
        where TPage : IComponent
    {
        if (typeof(TPage).GetProperty(nameof(Frame)) is not null && antiforgery.GetAndStoreTokens(http) is var token)
            parameters[nameof(Frame)] = new Frame(token.FormFieldName, token.RequestToken!);
        await using var renderer = new HtmlRenderer(services, logs);
        var page = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(parameters))).ToHtmlString()
        );
        Protect(http.Response.Headers, formTarget);
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.WriteAsync(page, http.RequestAborted);
    }

    private static void Protect(IHeaderDictionary headers, string? formTarget)
    {
        var forms = formTarget is null ? "'self'" : $"'self' {formTarget}";
        headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; "
            + $"form-action {forms}; frame-ancestors 'none'";
        headers.CacheControl = "no-store";
        headers.Pragma = "no-cache";
    }
}

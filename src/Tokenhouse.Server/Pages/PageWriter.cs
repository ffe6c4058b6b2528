using System.Collections.Concurrent;
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
    private readonly ConcurrentDictionary<(string Title, string Message), string> messages = new();

    /// <param name="http">Where to.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="parameters">The page's own parameters; where it has forms of ours, their <see cref="Frame"/> is added.</param>
    /// <param name="formTarget">An origin besides our own that a form of the page leads to, at once or by a redirect.</param>
    public async Task Write<TPage>(HttpContext http, int status, Dictionary<string, object?> parameters, string? formTarget = null)
        where TPage : IComponent
    {
        if (typeof(TPage).GetProperty(nameof(Frame)) is not null && antiforgery.GetAndStoreTokens(http) is var token)
            parameters[nameof(Frame)] = new Frame(token.FormFieldName, token.RequestToken!);
        await Write(http, status, await Render<TPage>(parameters), formTarget);
    }

    /// <summary>Writes a page that always says the same. It is rendered once, so that it stays cheap when many requests a second are refused with it.</summary>
    /// <param name="http">Where to.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="title">A constant.</param>
    /// <param name="message">A constant.</param>
    public async Task WriteConstant(HttpContext http, int status, string title, string message)
    {
        if (!messages.TryGetValue((title, message), out var page))
        {
            page = await Render<MessagePage>(new() { [nameof(MessagePage.Title)] = title, [nameof(MessagePage.Message)] = message });
            messages[(title, message)] = page;
        }
        await Write(http, status, page);
    }

    /// <summary>Whether a posted form is one that this server showed to this person in this browser.</summary>
    public Task<bool> IsGenuine(HttpContext http) => antiforgery.IsRequestValidAsync(http);

    private async Task<string> Render<TPage>(Dictionary<string, object?> parameters)
        where TPage : IComponent
    {
        await using var renderer = new HtmlRenderer(services, logs);
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(parameters))).ToHtmlString()
        );
    }

    private static Task Write(HttpContext http, int status, string page, string? formTarget = null)
    {
        Protect(http.Response.Headers, formTarget);
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync(page, http.RequestAborted);
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

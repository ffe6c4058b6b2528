using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Tokenhouse.Server.Pages;

/// <summary>Writes pages as responses, with the headers that protect them.</summary>
public static class PageWriter
{
    /// <summary>Writes a page as the answer to a request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="parameters">The page's own parameters, by name: <c>new { Title = "…" }</c>. Who is signed in, and where, cascades.</param>
    /// <param name="formTarget">An additional origin that a form of the page leads to, directly or by a redirect.</param>
    public static Task WritePage<TPage>(this HttpContext http, int status, object? parameters = null, string? formTarget = null)
        where TPage : IComponent
    {
        http.Features.Set(new PageHeaders(formTarget));
        return new RazorComponentResult<TPage>(parameters ?? new { })
        {
            StatusCode = status,
            PreventStreamingRendering = true,
        }.ExecuteAsync(http);
    }
}

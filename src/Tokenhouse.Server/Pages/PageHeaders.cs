namespace Tokenhouse.Server.Pages;

/// <summary>
/// The headers of an answer that is a page: nothing of third parties, no inline script, no frame, never kept. They are written when the answer starts, after
/// everything that rendering sets.
/// </summary>
/// <param name="FormTarget">An origin besides our own that a form of the page leads to; null: none does.</param>
internal sealed record PageHeaders(string? FormTarget)
{
    private const string EnhancedNavigation = "blazor-enhanced-nav";

    public void Write(IHeaderDictionary headers)
    {
        var forms = FormTarget is null ? "'self'" : $"'self' {FormTarget}";
        headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; "
            + $"form-action {forms}; frame-ancestors 'none'";
        headers.CacheControl = "no-store";
        headers.Pragma = "no-cache";
        headers.Remove(EnhancedNavigation); // our pages run no Blazor script
    }
}

namespace Tokenhouse.Server.Pages;

/// <summary>
/// The headers of a response that is a page: nothing from third parties, no inline scripts, no framing, no caching. They are set when the response starts,
/// after all headers that rendering sets.
/// </summary>
/// <param name="FormTarget">An additional origin to which a form of the page leads; null if there is none.</param>
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

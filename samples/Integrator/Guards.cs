using Microsoft.AspNetCore.Antiforgery;

namespace Integrator;

/// <summary>Protects the pages from other sites, other host names, caches and scripts.</summary>
public static class Guards
{
    private const string Host = "127.0.0.1";

    public static Task Protect(HttpContext http, RequestDelegate next)
    {
        var authority = http.RequestServices.GetRequiredService<Settings>().Authority;
        var headers = http.Response.Headers;
        // A form may redirect to the authorization server, and from there back here.
        headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'self'; img-src data:; form-action 'self' {authority}; base-uri 'none'; frame-ancestors 'none'";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer"; // the callback's URL contains the code
        headers.XContentTypeOptions = "nosniff";

        // The browser returns to the registered address, so the cookie must belong to that host.
        if (http.Request.Host.Host == Host)
            return next(http);
        http.Response.Redirect($"http://{Host}:{http.Connection.LocalPort}/");
        return Task.CompletedTask;
    }

    public static async ValueTask<object?> RefuseForeignForms(EndpointFilterInvocationContext call, EndpointFilterDelegate next) =>
        await call.HttpContext.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(call.HttpContext)
            ? await next(call)
            : Results.Text("This form isn't from this application, or it is too old. Go back and reload the page.", statusCode: 400);
}

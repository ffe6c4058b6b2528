namespace Tokenhouse.Server.Pages;

/// <summary>Sends a browser elsewhere.</summary>
public static class BrowserRedirect
{
    /// <summary>303, so that a posted form is never posted again elsewhere (RFC 9700, 4.12).</summary>
    public static void SeeOther(this HttpContext http, string location)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Pragma = "no-cache";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = location;
        http.Response.ContentLength = 0;
    }
}

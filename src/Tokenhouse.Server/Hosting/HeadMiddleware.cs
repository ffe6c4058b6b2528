namespace Tokenhouse.Server.Hosting;

/// <summary>
/// Answers HEAD wherever there is GET (RFC 9110, 9.3.2): the request runs as a GET, and the server sends its headers without the body.
/// </summary>
internal sealed class HeadMiddleware(RequestDelegate next)
{
    public async Task Invoke(HttpContext http)
    {
        var method = http.Request.Method;
        if (HttpMethods.IsHead(method))
            http.Request.Method = HttpMethods.Get;
        try
        {
            await next(http);
        }
        finally
        {
            http.Request.Method = method; // for telemetry
        }
        Name(http.Response);
    }

    /// <summary>Names HEAD among the methods that a 405 says to use.</summary>
    private static void Name(HttpResponse response)
    {
        if (response.StatusCode != StatusCodes.Status405MethodNotAllowed || response.HasStarted)
            return;
        var allowed = response.Headers.GetCommaSeparatedValues("Allow");
        response.Headers.Allow = string.Join(
            ", ",
            allowed.SelectMany(method => method == HttpMethods.Get ? (string[])[HttpMethods.Get, HttpMethods.Head] : [method])
        );
    }
}

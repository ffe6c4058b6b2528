namespace Tokenhouse.Server.Hosting;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: every datacentre is migrated, seeded and up to date with its
/// change feed. Both answer on any host, to anyone, and say nothing else.
/// </summary>
internal static class Health
{
    public const string Prefix = "/health/";

    public static void Map(IEndpointRouteBuilder routes, IReadOnlyList<DatacentreHost> datacentres)
    {
        string[] methods = [HttpMethods.Get, HttpMethods.Head];
        routes
            .MapMethods(Prefix + "live", methods, http => Write(http, StatusCodes.Status200OK, """{"status":"live"}"""))
            .CalledBy(Callers.Anyone);
        routes
            .MapMethods(
                Prefix + "ready",
                methods,
                http =>
                    datacentres.All(datacentre => datacentre.IsReady)
                        ? Write(http, StatusCodes.Status200OK, """{"status":"ready"}""")
                        : Write(http, StatusCodes.Status503ServiceUnavailable, """{"status":"not ready"}""")
            )
            .CalledBy(Callers.Anyone);
        routes.MapFallback(Prefix + "{**path}", http => NotThere(http, methods)).CalledBy(Callers.Anyone);
    }

    private static Task NotThere(HttpContext http, string[] methods)
    {
        var exists = http.Request.Path.Value is Prefix + "live" or Prefix + "ready";
        http.Response.StatusCode = exists ? StatusCodes.Status405MethodNotAllowed : StatusCodes.Status404NotFound;
        if (exists)
            http.Response.Headers.Allow = string.Join(", ", methods);
        return Task.CompletedTask;
    }

    private static Task Write(HttpContext http, int status, string body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.ContentLength = body.Length;
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : http.Response.WriteAsync(body, http.RequestAborted);
    }
}

using Tokenhouse.Core;
using Tokenhouse.Server.Clients;

namespace Tokenhouse.Server.OAuth;

/// <summary>Lets pages of other origins read a response.</summary>
internal static class Cors
{
    /// <summary>
    /// Lets pages of every origin call an endpoint that uses nothing that browsers send automatically. True if the browser only asked whether it
    /// may (a preflight request); it is answered then.
    /// </summary>
    /// <param name="http">The request.</param>
    /// <param name="methods">The methods that pages may use.</param>
    /// <param name="headers">The headers that pages may send.</param>
    public static bool AllowAnyone(HttpContext http, string methods, string headers)
    {
        http.Response.Headers.AccessControlAllowOrigin = "*";
        if (!HttpMethods.IsOptions(http.Request.Method))
            return false;
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        http.Response.Headers.AccessControlAllowMethods = methods;
        http.Response.Headers.AccessControlAllowHeaders = headers;
        http.Response.Headers.AccessControlMaxAge = "3600";
        return true;
    }

    /// <summary>Lets a browser client's own pages read its responses: pages at the origins of its redirect URIs, and no others.</summary>
    public static void Allow(HttpContext http, RegisteredClient client)
    {
        if (client.Kind is not ClientKind.Browser || http.Request.Headers.Origin is not [{ } origin])
            return;
        if (client.HasOrigin(origin))
        {
            http.Response.Headers.AccessControlAllowOrigin = origin;
            http.Response.Headers.Vary = "Origin";
        }
    }
}

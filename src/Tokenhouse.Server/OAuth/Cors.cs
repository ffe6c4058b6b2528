using Tokenhouse.Core;
using Tokenhouse.Server.Clients;

namespace Tokenhouse.Server.OAuth;

/// <summary>Lets a browser client's own pages read its responses: pages at the origins of its redirect URIs, and no others.</summary>
internal static class Cors
{
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

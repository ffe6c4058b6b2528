using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Server.OAuth.Dialects;

namespace Tokenhouse.Server.Hosting;

/// <summary>Distinguishes browsers, which get pages, from programs. Some programs accept HTML without wanting it, so programs' paths never return pages.</summary>
internal static class BrowserRequests
{
    private static readonly HashSet<string> ForPrograms = new(
        DialectCatalogue.List.SelectMany(dialect =>
            dialect.Paths.Where(path => path.Key is not (EndpointKind.Authorize or EndpointKind.EndSession)).Select(path => path.Value)
        ),
        StringComparer.Ordinal
    );

    public static bool WantsPage(this HttpContext http)
    {
        var path = http.Request.Path.Value ?? "";
        return http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            && !(http.IsAtHub() ? path.StartsWith("/api/", StringComparison.Ordinal) : ForPrograms.Contains(path))
            && !path.StartsWith("/.well-known/", StringComparison.Ordinal)
            && !path.StartsWith("/openapi/", StringComparison.Ordinal);
    }
}

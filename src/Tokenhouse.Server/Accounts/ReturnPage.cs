using Microsoft.AspNetCore.Routing.Patterns;

namespace Tokenhouse.Server.Accounts;

/// <summary>The page to return to after signing in, if it isn't the requested one.</summary>
/// <param name="Pattern">Its path, with parameters of the route.</param>
internal sealed record ReturnPage(string Pattern)
{
    /// <summary>The one that the request's route names; null if it names none.</summary>
    public static string? Find(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<ReturnPage>()?.Filled(http);

    private string Filled(HttpContext http)
    {
        var segments = RoutePatternFactory
            .Parse(Pattern)
            .PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => Filled(http, part))));
        return "/" + string.Join('/', segments);
    }

    private static string Filled(HttpContext http, RoutePatternPart part) =>
        part is RoutePatternParameterPart parameter
            ? (string)http.Request.RouteValues[parameter.Name]!
            : ((RoutePatternLiteralPart)part).Content;
}

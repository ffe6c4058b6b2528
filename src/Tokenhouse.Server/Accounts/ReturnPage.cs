using Microsoft.AspNetCore.Routing.Patterns;

namespace Tokenhouse.Server.Accounts;

/// <summary>The page to come back to after signing in, where that is not the one that was asked for.</summary>
/// <param name="Pattern">Its path, with parameters of the route.</param>
internal sealed record ReturnPage(string Pattern)
{
    /// <summary>That of the request's route; null: the route names none.</summary>
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

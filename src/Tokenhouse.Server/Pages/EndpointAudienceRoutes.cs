namespace Tokenhouse.Server.Pages;

/// <summary>Says of a route who may call it.</summary>
internal static class EndpointAudienceRoutes
{
    public static TBuilder CalledBy<TBuilder>(this TBuilder route, EndpointAudience endpointAudience)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(endpointAudience);
}

namespace Tokenhouse.Server.Pages;

/// <summary>Declares who can call a route.</summary>
internal static class EndpointAudienceRoutes
{
    public static TBuilder CalledBy<TBuilder>(this TBuilder route, EndpointAudience endpointAudience)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(endpointAudience);
}

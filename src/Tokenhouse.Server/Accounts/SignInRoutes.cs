namespace Tokenhouse.Server.Accounts;

/// <summary>What routes say about signing in, beyond that it is required.</summary>
internal static class SignInRoutes
{
    /// <summary>The person must have signed in within the last five minutes.</summary>
    public static TBuilder RequireRecentSignIn<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder =>
        route.RequireAuthorization(policy => policy.AddRequirements(new RecentSignInRequirement()));

    /// <summary>Where a person returns who has to sign in first: the page with the form, because the submitted form is lost.</summary>
    /// <param name="route">The route.</param>
    /// <param name="page">A pattern with parameters of the route, such as <c>/t/{tenant}/people</c>.</param>
    public static TBuilder ReturnsTo<TBuilder>(this TBuilder route, string page)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new ReturnPage(page));
}

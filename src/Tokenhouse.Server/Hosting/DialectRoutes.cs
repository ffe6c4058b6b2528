using Tokenhouse.Core;
using Tokenhouse.Server.OAuth.Authorize;
using Tokenhouse.Server.OAuth.ClientState;
using Tokenhouse.Server.OAuth.EndSession;
using Tokenhouse.Server.OAuth.Introspection;
using Tokenhouse.Server.OAuth.RefusalReport;
using Tokenhouse.Server.OAuth.Revocation;
using Tokenhouse.Server.OAuth.Token;
using Tokenhouse.Server.OAuth.UserInfo;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.Hosting;

/// <summary>The endpoints of a dialect, at its paths. Those where people sign in exist only on the site's own hosts.</summary>
internal static class DialectRoutes
{
    private static readonly string[] FromBrowsers = [HttpMethods.Get, HttpMethods.Post];
    private static readonly string[] FromPages = [.. FromBrowsers, HttpMethods.Options];
    private static readonly string[] Get = [HttpMethods.Get];
    private static readonly string[] Post = [HttpMethods.Post];

    public static void Map(IEndpointRouteBuilder routes, Dialect dialect, EnabledDialects spoken)
    {
        var services = routes.ServiceProvider;
        var token = services.GetRequiredService<TokenEndpoint>();
        var authorize = services.GetRequiredService<AuthorizeEndpoint>();
        var endSession = services.GetRequiredService<EndSessionEndpoint>();
        var introspect = services.GetRequiredService<IntrospectEndpoint>();
        var revoke = services.GetRequiredService<RevokeEndpoint>();
        var clientState = services.GetRequiredService<ClientStateEndpoint>();
        var report = services.GetRequiredService<RefusalReportEndpoint>();
        var userInfo = services.GetRequiredService<UserInfoEndpoint>();

        Add(EndpointKind.Token, Post, EndpointAudience.Clients, (http, site) => token.Handle(http, site, dialect));
        Add(EndpointKind.Authorize, FromBrowsers, EndpointAudience.Browsers, (http, site) => authorize.Handle(http, site, dialect));
        Add(EndpointKind.EndSession, FromBrowsers, EndpointAudience.Browsers, (http, site) => endSession.Handle(http, site, dialect));
        Add(EndpointKind.Introspect, Post, EndpointAudience.Clients, (http, site) => introspect.Handle(http, site, dialect));
        Add(EndpointKind.Revoke, Post, EndpointAudience.Clients, (http, site) => revoke.Handle(http, site, dialect));
        Add(EndpointKind.ClientState, Get, EndpointAudience.Apis, (http, site) => clientState.Handle(http, site, dialect));
        Add(EndpointKind.RefusalReport, Post, EndpointAudience.Apis, (http, site) => report.Handle(http, site, dialect));
        Add(EndpointKind.UserInfo, FromPages, EndpointAudience.Bearers, (http, site) => userInfo.Handle(http, site, dialect));

        void Add(EndpointKind operation, string[] methods, EndpointAudience endpointAudience, Func<HttpContext, Site, Task> handle)
        {
            if (!dialect.Paths.TryGetValue(operation, out var path))
                return;
            var route = routes
                .MapMethods(
                    path,
                    methods,
                    Routes.WhenEnabled(
                        dialect,
                        spoken,
                        (http, site) => dialect.Has(operation, site) ? handle(http, site) : Routes.NotThere(http)
                    )
                )
                .CalledBy(endpointAudience);
            if (endpointAudience != EndpointAudience.Browsers)
                route.ShortCircuit(); // programs have no session, and it costs them nothing that people have one
        }
    }
}

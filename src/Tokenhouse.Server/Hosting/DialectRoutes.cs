using Tokenhouse.Core;
using Tokenhouse.Server.Endpoints.Authorize;
using Tokenhouse.Server.Endpoints.ClientState;
using Tokenhouse.Server.Endpoints.Introspect;
using Tokenhouse.Server.Endpoints.RefusalReport;
using Tokenhouse.Server.Endpoints.Revoke;
using Tokenhouse.Server.Endpoints.Token;
using Tokenhouse.Server.Endpoints.UserInfo;

namespace Tokenhouse.Server.Hosting;

/// <summary>The endpoints of a dialect, at its paths. Those where people sign in exist only on the site's own hosts.</summary>
internal static class DialectRoutes
{
    private static readonly string[] FromBrowsers = [HttpMethods.Get, HttpMethods.Post];
    private static readonly string[] FromPages = [.. FromBrowsers, HttpMethods.Options];
    private static readonly string[] Get = [HttpMethods.Get];
    private static readonly string[] Post = [HttpMethods.Post];

    public static void Map(IEndpointRouteBuilder routes, Dialect dialect, SpokenDialects spoken)
    {
        var services = routes.ServiceProvider;
        var token = services.GetRequiredService<TokenEndpoint>();
        var authorize = services.GetRequiredService<AuthorizeEndpoint>();
        var introspect = services.GetRequiredService<IntrospectEndpoint>();
        var revoke = services.GetRequiredService<RevokeEndpoint>();
        var clientState = services.GetRequiredService<ClientStateEndpoint>();
        var report = services.GetRequiredService<RefusalReportEndpoint>();
        var userInfo = services.GetRequiredService<UserInfoEndpoint>();

        Add(Operation.Token, Post, Callers.Clients, (http, site) => token.Handle(http, site, dialect));
        Add(Operation.Authorize, FromBrowsers, Callers.Browsers, (http, site) => authorize.Handle(http, site, dialect));
        Add(Operation.Introspect, Post, Callers.Clients, (http, site) => introspect.Handle(http, site, dialect));
        Add(Operation.Revoke, Post, Callers.Clients, (http, site) => revoke.Handle(http, site, dialect));
        Add(Operation.ClientState, Get, Callers.Apis, (http, site) => clientState.Handle(http, site, dialect));
        Add(Operation.RefusalReport, Post, Callers.Apis, (http, site) => report.Handle(http, site, dialect));
        Add(Operation.UserInfo, FromPages, Callers.Bearers, (http, site) => userInfo.Handle(http, site, dialect));

        void Add(Operation operation, string[] methods, Callers callers, Func<HttpContext, Site, Task> handle)
        {
            if (!dialect.Paths.TryGetValue(operation, out var path))
                return;
            var route = routes
                .MapMethods(
                    path,
                    methods,
                    Routes.Spoken(
                        dialect,
                        spoken,
                        (http, site) => IsAt(site, operation, dialect) ? handle(http, site) : Routes.NotThere(http)
                    )
                )
                .CalledBy(callers);
            if (callers != Callers.Browsers)
                route.ShortCircuit(); // programs have no session, and it costs them nothing that people have one
        }
    }

    private static bool IsAt(Site site, Operation operation, Dialect dialect) =>
        site.Tenant is null
        || operation switch
        {
            Operation.Token => dialect.GrantsAt(site).Count > 0,
            Operation.Introspect or Operation.Revoke => true,
            _ => false,
        };
}

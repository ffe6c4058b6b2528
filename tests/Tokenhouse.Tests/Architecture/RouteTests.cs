using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Server.Pages;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Architecture;

public sealed class RouteTests
{
    [Fact]
    [Trait("Category", "Security")]
    public async Task Every_route_of_a_site_says_who_may_call_it()
    {
        await using var server = await TestServer.Start(Database.Sqlite);
        RouteTable
            .OfSites(server)
            .Select(Described)
            .ShouldBe([
                "/connect/token clients",
                "/connect/authorize browsers",
                "/connect/end-session browsers",
                "/connect/introspect clients",
                "/connect/revoke clients",
                "/connect/client-state APIs",
                "/connect/refusals APIs",
                "/connect/userinfo bearers",
                "/oauth/v2/oauth-token clients",
                "/oauth/v2/oauth-authorize browsers",
                "/oauth/v2/oauth-revoke clients",
                "/oauth/v2/oauth-userinfo bearers",
                "/oauth2/token clients",
                "/oauth2/authorize browsers",
                "/v1/login clients",
                "/.well-known/oauth-authorization-server anyone",
                "/.well-known/openid-configuration anyone",
                "/.well-known/jwks.json anyone",
                "/openapi/oauth.json anyone",
                "/migration/OAuth2Legacy anyone",
                "/account/sign-in browsers",
                "/account/sign-in browsers",
                "/account/sign-in/passkey browsers",
                "/account/second-factor browsers",
                "/account/second-factor browsers",
                "/account/forgot browsers",
                "/account/forgot browsers",
                "/account/reset browsers",
                "/account/reset browsers",
                "/account/confirm browsers",
                "/account/confirm browsers",
                "/account/consent browsers",
                "/account/consent browsers",
                "/account/select browsers",
                "/account/select browsers",
                "/account/end-session browsers",
                "/account/end-session browsers",
                "/account/not-member browsers",
                "/account/not-member browsers",
                "/account account holders",
                "/account/withdraw account holders",
                "/account/sign-out account holders",
                "/account/profile account holders",
                "/account/profile account holders",
                "/account/sessions account holders",
                "/account/sessions/end account holders",
                "/account/sessions/end-others account holders",
                "/account/security account holders",
                "/account/security/confirm-mail account holders",
                "/account/password account holders",
                "/account/password account holders",
                "/account/two-factor account holders",
                "/account/two-factor/begin account holders",
                "/account/two-factor/set-up account holders",
                "/account/two-factor/set-up account holders",
                "/account/two-factor/recovery-codes account holders",
                "/account/two-factor/switch-off account holders",
                "/account/passkeys account holders",
                "/account/passkeys/add account holders",
                "/account/passkeys/remove account holders",
            ]);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Every_route_of_the_Hub_asks_for_a_permission_or_is_the_way_to_one()
    {
        await using var server = await TestServer.Start(Database.Sqlite);
        var routes = RouteTable.OfHub(server);
        routes.Where(route => route.Metadata.GetMetadata<Permission>() is not null).ShouldNotBeEmpty();
        // Several would add up, but pages and the description show one.
        routes.Where(route => route.Metadata.GetOrderedMetadata<Permission>().Count > 1).Select(Described).ShouldBeEmpty();
        routes
            .Where(route => route.Metadata.GetMetadata<Permission>() is null)
            .Select(Described)
            .ShouldBe([
                "/ account holders",
                "/sign-in browsers",
                "/sign-in/callback browsers",
                "/sign-out browsers",
                "/invitation browsers",
                "/invitation browsers",
                "/openapi/v1.json anyone",
                "/openapi/postman_collection.json anyone",
            ]);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Routes_for_account_holders_and_routes_with_a_permission_require_authorization_and_no_others_do()
    {
        await using var server = await TestServer.Start(Database.Sqlite);
        var wrong =
            from route in RouteTable.OfSites(server).Concat(RouteTable.OfHub(server))
            let isFor = route.Metadata.GetMetadata<EndpointAudience>() == EndpointAudience.AccountHolders
                || route.Metadata.GetMetadata<Permission>() is not null
            let isHeld = route.Metadata.GetMetadata<IAuthorizeData>() is not null && route.Metadata.GetMetadata<IAllowAnonymous>() is null
            where isFor != isHeld
            select Described(route);
        wrong.ShouldBeEmpty();
        var unheld =
            from route in RouteTable.OfHub(server)
            let permission = route.Metadata.GetMetadata<Permission>()
            where permission is not null
            where !route.Metadata.GetOrderedMetadata<AuthorizationPolicy>().SelectMany(policy => policy.Requirements).Contains(permission)
            select Described(route);
        unheld.ShouldBeEmpty();
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Every_form_requires_its_token_and_holds_its_limits()
    {
        await using var server = await TestServer.Start(Database.Sqlite);
        var forms =
            from route in RouteTable.OfSites(server).Concat(RouteTable.OfHub(server))
            where route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods is ["POST"]
            where
                route.Metadata.GetMetadata<EndpointAudience>() is { } endpointAudience
                && (endpointAudience == EndpointAudience.Browsers || endpointAudience == EndpointAudience.AccountHolders)
            select route;
        forms.Count().ShouldBeGreaterThan(50);
        forms
            .Where(form =>
                form.Metadata.GetMetadata<IAntiforgeryMetadata>() is not { RequiresValidation: true }
                || form.Metadata.GetMetadata<IRequestSizeLimitMetadata>() is not { MaxRequestBodySize: not null }
                || form.Metadata.GetMetadata<IFormOptionsMetadata>() is not { ValueCountLimit: not null }
            )
            .Select(Described)
            .ShouldBeEmpty();
    }

    [Fact]
    public void No_two_dialects_claim_one_path() => DialectCatalogue.List.SelectMany(dialect => dialect.Paths.Values).ShouldBeUnique();

    private static string Described(RouteEndpoint route) =>
        $"{route.RoutePattern.RawText} {route.Metadata.GetMetadata<EndpointAudience>()?.Who}";
}

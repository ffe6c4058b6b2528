using System.Reflection;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.AspNetCore;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.AspNetCore;

/// <summary>Any two restrictions on one endpoint, wherever each is written, hold together: a call must meet both.</summary>
[Trait("Category", "Security")]
public sealed class CombinationsTests : IAsyncLifetime
{
    private FakeAuthority authority = null!;

    private static IEnumerable<(Restriction Restriction, string Place)> Written =>
        from restriction in Restriction.All
        from place in Restriction.Places
        select (restriction, place);

    public static TheoryData<string> Names => [.. Restriction.All.Select(restriction => restriction.Name)];

    public async ValueTask InitializeAsync() => authority = await FakeAuthority.Start();

    public async ValueTask DisposeAsync() => await authority.DisposeAsync();

    [Fact]
    public void Every_restriction_of_the_package_has_a_case_beside_endpoints_and_in_policies()
    {
        var methods = typeof(TokenhouseEndpoints)
            .Assembly.GetExportedTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Where(method => method.Name.StartsWith("Require", StringComparison.Ordinal))
            .ToList();
        methods.Select(method => method.Name).Distinct().Except(Restriction.All.Select(restriction => restriction.Method)).ShouldBeEmpty();
        foreach (var overloads in methods.GroupBy(method => method.Name))
            overloads
                .Select(method => method.GetParameters()[0].ParameterType == typeof(AuthorizationPolicyBuilder))
                .Distinct()
                .Count()
                .ShouldBe(2, $"{overloads.Key} is for endpoints and for policies");
    }

    [Fact]
    public void A_requirement_is_data_and_one_handler_judges_all_of_its_kind()
    {
        var types = typeof(TokenhouseEndpoints).Assembly.GetTypes();
        var requirements = types.Where(type => type.IsAssignableTo(typeof(IAuthorizationRequirement))).ToList();
        requirements.ShouldNotBeEmpty();
        requirements.ShouldAllBe(type => !type.IsAssignableTo(typeof(IAuthorizationHandler)));
        foreach (var requirement in requirements)
            types
                .Count(type => type.IsAssignableTo(typeof(AuthorizationHandler<>).MakeGenericType(requirement)))
                .ShouldBe(1, requirement.Name);
    }

    [Fact]
    public async Task A_call_must_meet_both_of_any_two_restrictions()
    {
        var pairs = Iterations
            .Every(5, from first in Written from second in Written where first.Restriction != second.Restriction select (first, second))
            .ToList();
        await using var api = await ProtectedApi.Start(authority, build: Build, map: Map);
        for (var index = 0; index < pairs.Count; index++)
            await Try(api, $"/pairs/{index}", [pairs[index].first, pairs[index].second]);
        api.Logs.Text.ShouldNotContain(" Error ");

        void Map(WebApplication app)
        {
            foreach (var (pair, index) in pairs.Select((pair, index) => (pair, index)))
            {
                var group = app.MapGroup($"/pairs/{index}");
                var endpoint = group.MapGet("/{tenantId}/{otherId}", () => "in");
                pair.first.Restriction.Write(pair.first.Place, group, endpoint);
                pair.second.Restriction.Write(pair.second.Place, group, endpoint);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_call_must_meet_the_default_policy_and_what_an_endpoint_asks_for(string name)
    {
        var first = Restriction.All.Single(restriction => restriction.Name == name);
        var others = Written.Where(written => written.Restriction != first).ToList();
        await using var api = await ProtectedApi.Start(
            authority,
            build: builder =>
            {
                Build(builder);
                builder.Services.AddAuthorizationBuilder().SetDefaultPolicy(Policy(first)).SetFallbackPolicy(Policy(first));
            },
            map: Map
        );
        for (var index = 0; index < others.Count; index++)
            await Try(api, $"/default/{index}", [(first, "default policy"), others[index]]);
        await Try(api, "/fallback", [(first, "fallback policy")]);
        api.Logs.Text.ShouldNotContain(" Error ");

        void Map(WebApplication app)
        {
            app.MapGet("/fallback/{tenantId}/{otherId}", () => "in");
            foreach (var (other, index) in others.Select((other, index) => (other, index)))
            {
                var group = app.MapGroup($"/default/{index}");
                var endpoint = group.MapGet("/{tenantId}/{otherId}", () => "in").RequireAuthorization();
                other.Restriction.Write(other.Place, group, endpoint);
            }
        }
    }

    [Fact]
    public async Task AllowAnonymous_lifts_what_is_stacked_as_everywhere_in_the_framework()
    {
        await using var api = await ProtectedApi.Start(
            authority,
            map: app => app.MapGroup("/lifted").RequireScope("Public.Job.Write").MapGet("", () => "in").AllowAnonymous()
        );
        (await api.Call(null, "/lifted")).Body.ShouldBe("in");
    }

    [Fact]
    public async Task A_token_that_was_kept_as_another_schemes_identity_is_no_token()
    {
        await using var api = await ProtectedApi.Start(
            authority,
            build: builder =>
            {
                builder.Services.AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
                builder.Services.AddAuthentication().AddCookie("Kept");
            },
            map: app =>
            {
                app.MapGet("/keep", (ClaimsPrincipal user) => Results.SignIn(user, authenticationScheme: "Kept"))
                    .RequireScope("Public.Job.Read");
                app.MapGet("/kept/{tenantId}", (ClaimsPrincipal user) => user.Identity!.Name)
                    .RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = "Kept" });
                app.MapGet("/kept/{tenantId}/scope", () => "in")
                    .RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = "Kept" })
                    .RequireScope("Public.Job.Read");
                app.MapGet("/kept/{tenantId}/tenant", () => "in")
                    .RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = "Kept" })
                    .RequireTenant("tenantId");
            }
        );
        var cookie = (await api.Call(authority.Token(api.Now), "/keep"))["Set-Cookie"]!.Split(';')[0];
        (await api.Call(null, "/kept/218", ("Cookie", cookie))).Body.ShouldBe("acme-live");
        (await api.Call(null, "/kept/218/scope", ("Cookie", cookie))).Status.ShouldBe(401);
        (await api.Call(null, "/kept/218/tenant", ("Cookie", cookie))).Status.ShouldBe(401);
        // Beside it only the token of this call counts.
        var none = authority.Token(api.Now, claims => (claims["scope"], claims["tenant_id"]) = ("Public.Job.Write", 451));
        (await api.Call(none, "/kept/218/scope", ("Cookie", cookie))).Status.ShouldBe(403);
        (await api.Call(none, "/kept/218/tenant", ("Cookie", cookie))).Status.ShouldBe(403);
        (await api.Call(authority.Token(api.Now), "/kept/218/scope", ("Cookie", cookie))).Body.ShouldBe("in");
    }

    [Fact]
    public async Task The_schemes_own_policy_asks_for_a_token_whoever_another_scheme_knows()
    {
        await using var api = await ProtectedApi.Start(
            authority,
            build: Build,
            map: app =>
                app.MapGet(
                        "/any",
                        (ClaimsPrincipal user) => string.Join(' ', TokenhouseClaims.Of(user)!.FindAll("scope").Select(scope => scope.Value))
                    )
                    .RequireAuthorization(TokenhouseOptions.Scheme)
                    .RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = StaffScheme.Name })
        );
        var token = authority.Token(api.Now, claims => claims["scope"] = "one");
        (await api.Call(token, "/any", (StaffScheme.Header, "editor"))).Body.ShouldBe("one"); // and not those that the other claims
        (await api.Call(token, "/any")).Body.ShouldBe("one");
        (await api.Call(null, "/any", (StaffScheme.Header, "editor"))).Status.ShouldBeOneOf(401, 403);
        (await api.Call("bad", "/any", (StaffScheme.Header, "editor"))).Status.ShouldBeOneOf(401, 403);
    }

    [Fact]
    public async Task All_scopes_that_are_stacked_are_named_to_who_lacks_one()
    {
        await using var api = await ProtectedApi.Start(
            authority,
            map: app => app.MapGroup("/stack").RequireScope("Public.Job.Read").MapGet("", () => "in").RequireScope("b", "c")
        );
        (await api.Call(authority.Token(api.Now), "/stack"))["WWW-Authenticate"]
            .ShouldBe(ProtectedApi.Challenge("insufficient_scope", "The access token doesn't have the scope b c.", "Public.Job.Read b c"));
    }

    private static void Build(WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, StaffScheme>(StaffScheme.Name, _ => { });
        var policies = builder.Services.AddAuthorizationBuilder();
        foreach (var restriction in Restriction.All)
            policies.AddPolicy(restriction.Name, Policy(restriction));
    }

    private static AuthorizationPolicy Policy(Restriction restriction)
    {
        var policy = new AuthorizationPolicyBuilder();
        restriction.InPolicy(policy);
        return policy.Build();
    }

    /// <summary>Calls with everything that is asked for, with each alone, with nothing; and all of that as another scheme's user without a token.</summary>
    private async Task Try(ProtectedApi api, string path, IReadOnlyList<(Restriction Restriction, string Place)> written)
    {
        List<IReadOnlyList<Restriction>> all =
        [
            [],
            [.. written.Select(one => one.Restriction)],
        ];
        all.AddRange(written.Select(one => (IReadOnlyList<Restriction>)[one.Restriction]));
        foreach (var meets in all)
        foreach (var hasToken in (bool[])[true, false])
        {
            var call = new Restriction.Call { HasToken = hasToken };
            foreach (var restriction in meets)
                restriction.Meet(call);
            var isLetIn = written.All(one => one.Restriction.IsMetBy(call) && (hasToken || one.Restriction.Method is null));
            var status = (await Send(api, path, call)).Status;
            status.ShouldBeOneOf(
                isLetIn ? [200] : [401, 403],
                $"{string.Join(" and ", written.Select(one => $"{one.Restriction} ({one.Place})"))}: {call}, {(hasToken ? "with" : "without")} a token"
            );
        }
    }

    private Task<Tokenhouse.Tests.Support.Answer> Send(ProtectedApi api, string path, Restriction.Call call)
    {
        var token = call.HasToken
            ? authority.Token(api.Now, claims => claims["scope"] = string.Join(' ', call.Scopes.Append("other")))
            : null;
        var role = call.Role ?? (call.HasToken ? null : "guest"); // a guest's identity claims whatever a token could
        (string, string)[] staff = role is null ? [] : [(StaffScheme.Header, role)];
        return api.Call(token, $"{path}/{call.Tenant}/{call.Other}", staff);
    }
}

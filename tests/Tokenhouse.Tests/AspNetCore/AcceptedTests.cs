using System.Text.Json.Nodes;
using Tokenhouse.AspNetCore;

namespace Tokenhouse.Tests.AspNetCore;

/// <summary>Tokens that are good, and what the API then knows.</summary>
public sealed class AcceptedTests : IAsyncLifetime
{
    private FakeAuthority authority = null!;
    private ProtectedApi api = null!;

    public async ValueTask InitializeAsync()
    {
        authority = await FakeAuthority.Start();
        api = await ProtectedApi.Start(authority);
    }

    public async ValueTask DisposeAsync()
    {
        await api.DisposeAsync();
        await authority.DisposeAsync();
    }

    [Fact]
    public async Task The_user_has_the_claims_of_the_token_and_no_others()
    {
        var now = api.Now.ToUnixTimeSeconds();
        var answer = await api.Call(authority.Token(api.Now, claims => claims["role"] = "operator"), "/who");
        answer.Body.ShouldBe(
            $"""
            iss={authority.Issuer}
            client_id=acme-live
            sub=acme-live
            aud=urn:tokenhouse:hr
            scope=Public.Job.Read
            scope=Public.Job.Write
            tenant=acme
            tenant_id=218
            environment=LIVE
            datacentre=dc2
            exp={now + 300}
            jti=one
            name=acme-live
            """
        );
    }

    [Fact]
    public async Task A_token_that_is_signed_with_RSA_is_as_good()
    {
        var header = new JsonObject
        {
            ["alg"] = "RS256",
            ["typ"] = "application/at+jwt",
            ["kid"] = "first-rsa",
        };
        (await api.Call(authority.Tokens.Sign(header, authority.Claims(api.Now)))).Body.ShouldBe("jobs");
    }

    [Fact]
    public async Task A_token_of_each_authority_is_verified_with_that_ones_keys()
    {
        await using var other = await FakeAuthority.Start();
        await using var both = await ProtectedApi.Start(options => options.Authorities = [authority.Issuer, other.Issuer]);
        (await both.Call(authority.Token(both.Now))).Status.ShouldBe(200);
        (await both.Call(other.Token(both.Now))).Status.ShouldBe(200);
        // The keys have the same names; the one of the issuer that is named counts.
        (await both.Call(authority.Token(both.Now, claims => claims["iss"] = other.Issuer))).Status.ShouldBe(401);
    }

    [Fact]
    public async Task The_path_names_the_tokens_tenant_in_its_one_spelling()
    {
        (await api.Call(authority.Token(api.Now), "/v3/218/jobs")).Status.ShouldBe(200);
        (await api.Call(authority.Token(api.Now), "/v3/451/jobs")).Status.ShouldBe(403);
        (await api.Call(authority.Token(api.Now), "/v3/0218/jobs")).Status.ShouldBe(403);
        (await api.Call(authority.Token(api.Now), "/v3/+218/jobs")).Status.ShouldBe(403);
        (await api.Call(authority.Token(api.Now), "/v3/acme/jobs")).Status.ShouldBe(403);
        (await api.Call(authority.Token(api.Now, claims => claims["tenant_id"] = 21), "/v3/1/jobs")).Status.ShouldBe(403);
    }

    [Fact]
    public async Task An_endpoint_that_needs_no_token_serves_whoever_brings_a_bad_one()
    {
        (await api.Call(null, "/open")).Body.ShouldBe("open to anyone");
        (await api.Call("bad", "/open")).Body.ShouldBe("open to anyone");
        (await api.Send(HttpMethod.Get, "/open", ("Authorization", "Bearer"))).Body.ShouldBe("open to anyone");
        (await api.Call(authority.Token(api.Now), "/open")).Body.ShouldBe("open to acme-live");
    }

    [Theory]
    [InlineData(-1, 200)]
    [InlineData(304, 200)] // as much as clocks may differ
    [InlineData(305, 401)]
    public async Task A_token_is_good_until_it_expires(int secondsLater, int status)
    {
        var token = authority.Token(api.Now);
        (await api.Call(token)).Status.ShouldBe(200);
        api.Clock.Advance(TimeSpan.FromSeconds(Math.Max(0, secondsLater)));
        (await api.Call(token)).Status.ShouldBe(status);
    }

    [Fact]
    public async Task A_route_without_the_tenant_is_found_out_when_endpoints_are_built()
    {
        var builder = Microsoft.AspNetCore.Builder.WebApplication.CreateSlimBuilder();
        await using var app = builder.Build();
        var endpoints = (Microsoft.AspNetCore.Routing.IEndpointRouteBuilder)app;
        Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions.MapGet(app, "/v3/{tenant}/jobs", () => "").RequireTenant("tenantId");
        Should
            .Throw<InvalidOperationException>(() => endpoints.DataSources.SelectMany(source => source.Endpoints).ToList())
            .Message.ShouldBe("RequireTenant(\"tenantId\"): the route '/v3/{tenant}/jobs' doesn't have a parameter with that name.");
        Should.Throw<ArgumentException>(() =>
            Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions.MapGet(app, "/a", () => "").RequireScope()
        );
        Should
            .Throw<ArgumentException>(() =>
                Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions.MapGet(app, "/b", () => "").RequireScope("a b")
            )
            .Message.ShouldStartWith("'a b' isn't a scope. Pass each scope as a separate argument.");
    }
}

using Microsoft.AspNetCore.Builder;
using Tokenhouse.AspNetCore;

namespace Tokenhouse.Tests.AspNetCore;

/// <summary>
/// Each datacentre numbers its own tenants. An API that trusts several says which it takes from where, and 218 of one never is 218 of another; the
/// vendor reaches over tenants only where code asks for that.
/// </summary>
[Trait("Category", "Security")]
public sealed class TenantTests : IAsyncLifetime
{
    private FakeAuthority dc2 = null!;
    private FakeAuthority dc5 = null!;

    public async ValueTask InitializeAsync() => (dc2, dc5) = (await FakeAuthority.Start(), await FakeAuthority.Start());

    public async ValueTask DisposeAsync()
    {
        await dc2.DisposeAsync();
        await dc5.DisposeAsync();
    }

    [Fact]
    public async Task Tenant_218_of_one_datacentre_does_not_read_the_data_of_218_of_another()
    {
        await using var api = await Trusting(new() { ["218"] = [dc2.Issuer], ["500000-599999"] = [dc5.Issuer] });
        (await api.Call(Of(dc2, 218))).Status.ShouldBe(200);
        (await api.Call(Of(dc5, 500_007), "/v3/500007/jobs")).Status.ShouldBe(200);
        foreach (var path in (string[])["/v3/218/jobs", "/who", "/vendor/218"])
        {
            var answer = await api.Call(Of(dc5, 218), path);
            answer.Status.ShouldBe(401, path); // also where an API reads the number off the token
            answer["WWW-Authenticate"]
                .ShouldBe(
                    ProtectedApi.Challenge(
                        "invalid_token",
                        "The access token belongs to a tenant that this API doesn't accept from its issuer."
                    )
                );
        }
        (await api.Call(Of(dc2, 500_007), "/v3/500007/jobs")).Status.ShouldBe(401);
        (await api.Call(Of(dc2, 999), "/v3/999/jobs")).Status.ShouldBe(401); // nobody's, as far as this API was told
        (await api.Call(dc5.OpaqueToken(api.Now))).Status.ShouldBe(401);
        (await api.Call(dc2.OpaqueToken(api.Now))).Status.ShouldBe(401); // no authority is asked about opaque tokens here
    }

    [Fact]
    public async Task A_site_and_the_host_of_its_tenant_can_be_named_for_one_tenant()
    {
        await using var api = await Trusting(new() { ["218"] = [dc2.Issuer, dc5.Issuer] });
        (await api.Call(Of(dc2, 218))).Status.ShouldBe(200);
        (await api.Call(Of(dc5, 218))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task An_API_that_tells_tenants_apart_itself_takes_all_of_them_but_a_number_alone_means_what_was_said()
    {
        await using var api = await Trusting(new() { ["218"] = [dc2.Issuer] }, options => options.AcceptAnyTenant = true);
        (await api.Call(Of(dc5, 218), "/who")).Body.ShouldContain($"iss={dc5.Issuer}");
        (await api.Call(Of(dc2, 218))).Status.ShouldBe(200);
        (await api.Call(Of(dc5, 218))).Status.ShouldBe(403);
        (await api.Call(Of(dc5, 451), "/v3/451/jobs")).Status.ShouldBe(403);

        await using var silent = await Trusting([], options => options.AcceptAnyTenant = true);
        (await silent.Call(Of(dc5, 218), "/who")).Status.ShouldBe(200);
        (await silent.Call(Of(dc2, 218))).Status.ShouldBe(403);
    }

    [Fact]
    public async Task The_vendor_is_a_tenant_like_others_unless_code_asks_for_more()
    {
        await using var api = await ProtectedApi.Start(dc2, map: Map);
        (await api.Call(Of(dc2, 1), "/v3/1/jobs")).Status.ShouldBe(200);
        (await api.Call(Of(dc2, 1), "/v3/218/jobs")).Status.ShouldBe(403);
        (await api.Call(Of(dc2, 1), "/vendor/218")).Status.ShouldBe(200);
        (await api.Call(Of(dc2, 1), "/vendor/0218")).Status.ShouldBe(403);
        (await api.Call(Of(dc2, 1), "/vendor/acme")).Status.ShouldBe(403);
        (await api.Call(Of(dc2, 218), "/vendor/218")).Status.ShouldBe(200);
        (await api.Call(Of(dc2, 218), "/vendor/451")).Status.ShouldBe(403);
        // What another restriction on the same path does not allow is not lent to it.
        (await api.Call(Of(dc2, 1), "/both/218")).Status.ShouldBe(403);
        (await api.Call(Of(dc2, 218), "/both/218")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task The_vendor_of_a_datacentre_reaches_over_its_own_tenants_only()
    {
        await using var api = await Trusting(new() { ["218"] = [dc2.Issuer], ["500000-599999"] = [dc5.Issuer] });
        (await api.Call(Of(dc5, 1), "/vendor/500007")).Status.ShouldBe(200);
        (await api.Call(Of(dc5, 1), "/vendor/218")).Status.ShouldBe(403);
        (await api.Call(Of(dc2, 1), "/vendor/218")).Status.ShouldBe(200);
        (await api.Call(Of(dc2, 1), "/vendor/500007")).Status.ShouldBe(403);
        // The vendor's own number was taken from neither.
        (await api.Call(Of(dc5, 1), "/v3/1/jobs")).Status.ShouldBe(403);
        (await api.Call(Of(dc2, 1), "/v3/1/jobs")).Status.ShouldBe(403);
    }

    private Task<ProtectedApi> Trusting(Dictionary<string, IList<string>> tenants, Action<TokenhouseOptions>? with = null) =>
        ProtectedApi.Start(
            options =>
            {
                options.Authorities = [dc2.Issuer, dc5.Issuer];
                options.Tenants = tenants;
                with?.Invoke(options);
            },
            map: Map
        );

    private static void Map(WebApplication app)
    {
        app.MapGet("/vendor/{tenantId}", () => "in").RequireTenant("tenantId", allowVendor: true);
        app.MapGroup("/both").RequireTenant("tenantId", allowVendor: true).MapGet("/{tenantId}", () => "in").RequireTenant("tenantId");
    }

    private static string Of(FakeAuthority authority, long tenant) =>
        authority.Token(new Tokenhouse.Tests.Support.FakeClock().GetUtcNow(), claims => claims["tenant_id"] = tenant);
}

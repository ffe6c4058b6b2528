using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Hub.Log;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Overview;

/// <summary>What is over all tenants is for the vendor's people alone, and to be changed only by those of them who operate.</summary>
[Trait("Category", "Security")]
[Collection<LogServers>]
public sealed class OperatorAccessTests(TestServers servers)
{
    private static readonly string[] Readable =
    [
        "/operator",
        "/operator/tenants",
        "/operator/tenants/export?format=csv",
        "/operator/catalogue",
        "/operator/catalogue/api?identifier=urn:tokenhouse:hr",
        "/operator/dialects",
        "/operator/dialects/OAuth2Legacy",
        "/operator/dialects/OAuth2Legacy/export?format=json",
        "/operator/keys",
    ];

    private static readonly string[] ForOperators = ["/operator/tenants/new", "/operator/keys/live/ES256/end", "/t/nordia/tenant/switch"];

    private static readonly (HttpMethod Method, string Path, string Scope)[] Routes =
    [
        (HttpMethod.Get, "/tenants", "hub.tenants.read"),
        (HttpMethod.Get, "/tenants/export?format=csv", "hub.tenants.read"),
        (HttpMethod.Post, "/tenants", "hub.tenants.write"),
        (HttpMethod.Post, "/catalogue/apis", "hub.contracts.write"),
        (HttpMethod.Put, "/catalogue/apis", "hub.contracts.write"),
        (HttpMethod.Post, "/catalogue/scopes", "hub.contracts.write"),
        (HttpMethod.Post, "/catalogue/scopes/remove", "hub.contracts.write"),
        (HttpMethod.Post, "/catalogue/clients", "hub.contracts.write"),
        (HttpMethod.Get, "/dialects", "hub.tenants.read"),
        (HttpMethod.Get, "/dialects/OAuth2Legacy/clients", "hub.tenants.read"),
        (HttpMethod.Get, "/keys", "hub.tenants.read"),
        (HttpMethod.Post, "/keys/live/ES256/rotate", "hub.tenants.write"),
        (HttpMethod.Post, "/keys/live/ES256/end", "hub.tenants.write"),
        (HttpMethod.Get, "/desk", "hub.tenants.read"),
        (HttpMethod.Put, "/tenants/nordia", "hub.tenants.write"),
        (HttpMethod.Post, "/tenants/nordia/disable", "hub.tenants.write"),
        (HttpMethod.Post, "/tenants/nordia/enable", "hub.tenants.write"),
        (HttpMethod.Post, "/tenants/nordia/contracts", "hub.contracts.write"),
    ];

    [Theory]
    [InlineData(Role.Manager)]
    [InlineData(Role.Developer)]
    [InlineData(Role.Reader)]
    public async Task For_people_of_a_tenant_there_is_no_operators_page(Role role)
    {
        var server = await servers.On();
        var session = await server.AtHub(Arrange.Nordia, role, "/");
        foreach (var path in Readable.Concat(ForOperators))
        {
            await session.OpenHub(path);
            session.Answer.Status.ShouldBe(404, path);
        }
        await session.OpenHub("/t/nordia/tenant");
        session.Page.QuerySelectorAll(".hub-page form, .hub-page a").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_Reader_of_the_vendor_sees_every_page_and_can_change_nothing()
    {
        var server = await servers.On();
        var session = await server.Operator(role: Role.Reader);
        foreach (var path in Readable)
        {
            await session.OpenHub(path);
            session.Answer.Status.ShouldBe(200, path);
            session.Page.QuerySelectorAll(".hub-page form[method=post]").ShouldBeEmpty(path);
        }
        foreach (var path in ForOperators)
        {
            await session.OpenHub(path);
            session.Answer.Status.ShouldBe(404, path);
        }
    }

    [Theory]
    [InlineData(Role.Developer)]
    [InlineData(Role.Manager)]
    public async Task Those_who_operate_see_them_all(Role role)
    {
        var server = await servers.On();
        var session = await server.Operator(role: role);
        foreach (var path in Readable.Concat(ForOperators))
        {
            await session.OpenHub(path);
            session.Answer.Status.ShouldBe(200, path);
        }
    }

    [Fact]
    public async Task A_program_of_a_tenant_reaches_no_route_of_operators_whatever_its_scopes()
    {
        var server = await servers.On();
        var token = await server.HubToken(
            Arrange.Nordia,
            "hub.tenants.read",
            "hub.tenants.write",
            "hub.contracts.read",
            "hub.contracts.write"
        );
        foreach (var (method, path, _) in Routes)
            (await server.Call(token, method, path, Body(method))).Status.ShouldBe(404, $"{method} {path}");
    }

    [Fact]
    public async Task A_program_of_the_vendor_needs_the_scope_of_each_route()
    {
        var server = await servers.On();
        foreach (var scope in Routes.Select(route => route.Scope).Distinct())
        {
            var token = await server.HubToken(Datacentre.Vendor, scope);
            foreach (var (method, path, needed) in Routes.Where(route => route.Scope != scope))
            {
                var answer = await server.Call(token, method, path, Body(method));
                answer.Status.ShouldBe(403, $"{method} {path} with {scope}");
                answer["WWW-Authenticate"]!.ShouldContain($"scope=\"{needed}\"");
            }
        }
    }

    private static object? Body(HttpMethod method) => method == HttpMethod.Get ? null : new { };
}

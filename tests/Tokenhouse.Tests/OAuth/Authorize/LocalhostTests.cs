using Tokenhouse.Core;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.Authorize;

/// <summary>The name localhost as a redirect URI: for native clients on any port, and to the letter for web clients in UAT.</summary>
[Trait("Category", "Security")]
public sealed class LocalhostTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    private const string Uat = "http://loginuat.dc3.localhost:5080";

    [Fact]
    public async Task A_native_client_gets_its_code_on_any_port()
    {
        var session = await browserSessions.On();
        var id = (
            await session.Server.AddIntegrator("local-native", client => client.RedirectUris = ["http://localhost/cb"], ClientKind.Native)
        ).Id;
        foreach (var port in (string[])["", ":8400", ":65535"])
        {
            var native = new Integrator(session.Server, id) { IsPublic = true, RedirectUri = $"http://localhost{port}/cb" };
            (await native.Tokens(session)).Status.ShouldBe(200);
        }
        var other = new Integrator(session.Server, id) { IsPublic = true, RedirectUri = "http://127.0.0.1:8400/cb" };
        await session.Open(other.Link());
        (session.Answer.Status, session.Left).ShouldBe((400, null));
        (await session.Server.Refusals(session.Answer, "dc3"))
            .Single()
            .Reason.ShouldBe("the redirect_uri differs from the registered http://localhost/cb in its host");
    }

    [Fact]
    public async Task A_web_client_in_UAT_gets_its_code_at_the_registered_address_alone()
    {
        var session = await browserSessions.On();
        var tenant = await session.Server.AddTenant("local-web");
        await session.Server.AddMember(tenant);
        await session.Server.AddIntegrator(
            "local-web",
            client => client.RedirectUris = ["http://localhost:5001/signin-oidc"],
            environment: TenantEnvironment.UAT,
            tenantId: tenant.Id
        );
        await session.Authorize(Asked("http://localhost:5001/signin-oidc"));
        session.Response.ShouldContainKey("code");
        await session.Open(Asked("http://localhost:5002/signin-oidc"));
        (session.Answer.Status, session.Heading).ShouldBe((400, "This sign-in can't start"));

        string Asked(string redirectUri) =>
            BrowserSession
                .Link(fields: [("client_id", "local-web"), ("redirect_uri", redirectUri)])
                .Replace(BrowserSession.Dc3, Uat, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_registered_and_not_allowed_is_refused_for_that_reason()
    {
        var server = (await browserSessions.On()).Server;
        await server.AddIntegrator("local-live", client => client.RedirectUris = ["http://localhost:5001/cb"]);
        var session = new BrowserSession(server);
        await session.Open(BrowserSession.Link(fields: [("client_id", "local-live"), ("redirect_uri", "http://localhost:5001/cb")]));
        await server.ShouldBeRefused(
            session.Answer,
            "authorize",
            RefusalKind.RedirectUriNotRegistered,
            "the redirect_uri is registered, but isn't allowed: A web application can register http://localhost only in UAT. "
                + "Use https://, or http://127.0.0.1 or http://[::1] for this machine.",
            "dc3"
        );
    }

    [Theory]
    [InlineData(ClientKind.Native, TenantEnvironment.LIVE, true)]
    [InlineData(ClientKind.Web, TenantEnvironment.UAT, true)]
    [InlineData(ClientKind.Web, TenantEnvironment.LIVE, false)]
    public async Task The_Hub_says_beside_the_field_why_the_address_is_better(ClientKind kind, TenantEnvironment environment, bool isSaid)
    {
        var office = await TenantBuilder.Open((await browserSessions.On()).Server);
        var client = await office.Server.Credential(office.Tenant, kind, environment);
        var developer = await office.Developer();
        await developer.Open(office.Address($"/credentials/{(environment is TenantEnvironment.UAT ? "uat" : "live")}/{client.Id}/change"));
        developer
            .Page.QuerySelector("#redirectUris-hint")!
            .TextContent.Contains("RFC 8252, 8.3", StringComparison.Ordinal)
            .ShouldBe(isSaid);
        await developer.Press("/change", ("redirectUris", "http://localhost:5001/cb"), ("name", "Local"));
        developer.Answer.Status.ShouldBe(isSaid ? 200 : 422);
    }
}

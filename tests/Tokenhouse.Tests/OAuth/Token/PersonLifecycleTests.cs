using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.Token;

/// <summary>Who may no longer act, or be acted for, gets nothing for what was given before.</summary>
[Trait("Category", "Security")]
[Collection<TokenServers>]
public sealed class PersonLifecycleTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    private const string Unknown =
        """{"error":"invalid_client","error_description":"Client authentication failed. Check the client ID and the secret, and that both belong to this host."}""";

    [Fact]
    public async Task A_disabled_account_is_acted_for_no_more()
    {
        var (server, integrator, code, token) = await Begin(Databases.Default, "pl-account");

        await Account(server, disabledAt: server.Clock.GetUtcNow());
        (await integrator.Redeem(code)).Body.ShouldBe(Integrator.WrongCode);
        (await integrator.Refresh(token)).Body.ShouldBe(Integrator.WrongRefreshToken);

        await Account(server, disabledAt: null);
        (await integrator.Redeem(code)).Status.ShouldBe(200); // nothing was spent
        (await integrator.Refresh(token)).Status.ShouldBe(200);
    }

    [Theory, OnEachDatabase]
    public async Task Who_left_the_tenant_is_acted_for_no_more(Database database)
    {
        var (server, integrator, code, token) = await Begin(database, "pl-member");
        await using (var db = server.Db("dc3"))
        {
            var tenant = await db.Tenants.SingleAsync(row => row.Slug == "pl-member");
            await db.Memberships.Where(row => row.TenantId == tenant.Id).ExecuteDeleteAsync();
        }

        (await integrator.Redeem(code)).Body.ShouldBe(Integrator.WrongCode);
        (await integrator.Refresh(token)).Body.ShouldBe(Integrator.WrongRefreshToken);
    }

    [Fact]
    public async Task A_disabled_client_is_unknown()
    {
        var (server, integrator, code, token) = await Begin(Databases.Default, "pl-client");

        await server.Change("pl-client", client => client.DisabledAt = server.Clock.GetUtcNow());

        (await integrator.Redeem(code)).Body.ShouldBe(Unknown);
        (await integrator.Refresh(token)).Body.ShouldBe(Unknown);
    }

    [Fact]
    public async Task The_clients_of_a_disabled_tenant_are_unknown()
    {
        var (server, integrator, code, token) = await Begin(Databases.Default, "pl-tenant");

        await server.Change(async db => (await Tenant(db, "pl-tenant")).DisabledAt = server.Clock.GetUtcNow());

        (await integrator.Redeem(code)).Body.ShouldBe(Unknown);
        (await integrator.Refresh(token)).Body.ShouldBe(Unknown);
    }

    [Fact]
    public async Task A_dialect_that_the_tenant_lost_takes_nothing()
    {
        const string Refused =
            """{"error":"unauthorized_client","error_description":"This client can't use this endpoint. Ask the vendor which endpoints your contract includes."}""";
        var (server, integrator, code, token) = await Begin(Databases.Default, "pl-dialect");

        await server.Change(async db => (await Tenant(db, "pl-dialect")).Dialects = ["OAuthV2"]);

        (await integrator.Redeem(code)).Body.ShouldBe(Refused);
        (await integrator.Refresh(token)).Body.ShouldBe(Refused);
    }

    [Fact]
    public async Task A_redirect_URI_that_was_removed_since_still_binds_the_code()
    {
        var (server, integrator, code, _) = await Begin(Databases.Default, "pl-redirect");

        await server.Change("pl-redirect", client => client.RedirectUris = ["https://elsewhere.example/"]);

        (await integrator.Redeem(code, ("redirect_uri", "https://elsewhere.example/"))).Body.ShouldBe(Integrator.WrongCode);
    }

    private async Task<(TestServer House, Integrator Integrator, string Code, string Token)> Begin(Database database, string id)
    {
        var session = await browserSessions.On(database);
        var tenant = await session.Server.AddTenant(id);
        await session.Server.AddMember(tenant);
        await session.Server.AddIntegrator(id, tenantId: tenant.Id);
        var integrator = new Integrator(session.Server, id);
        var token = (await integrator.Tokens(session)).Json.GetProperty("refresh_token").GetString()!;
        return (session.Server, integrator, await integrator.Code(session), token);
    }

    private static async Task Account(TestServer server, DateTimeOffset? disabledAt)
    {
        await using var db = server.Db("dc3");
        (await db.Accounts.SingleAsync(account => account.Email == BrowserSession.Ada)).DisabledAt = disabledAt;
        await db.SaveChangesAsync();
    }

    private static Task<Tokenhouse.Server.Data.Entities.Tenant> Tenant(Db db, string slug) =>
        db.Tenants.SingleAsync(row => row.Slug == slug);
}

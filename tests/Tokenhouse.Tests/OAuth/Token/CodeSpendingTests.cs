using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Server.Tokens;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.Token;

/// <summary>A code lives for 60 seconds and is spent once (RFC 6749, 4.1.2; RFC 9700, 4.2.4).</summary>
[Trait("Category", "Security")]
[Collection<TokenServers>]
public sealed class CodeSpendingTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    [Fact]
    public async Task A_code_works_until_its_sixtieth_second()
    {
        var session = await browserSessions.On();
        var integrator = new Integrator(session.Server);
        var code = await integrator.Code(session);
        session.Server.Clock.Advance(AuthorizationCodes.Lifetime - TimeSpan.FromMilliseconds(1));
        (await integrator.Redeem(code)).Status.ShouldBe(200);

        code = await integrator.Code(session);
        session.Server.Clock.Advance(TimeSpan.FromSeconds(60));
        (await integrator.Redeem(code)).Body.ShouldBe(Integrator.WrongCode);
    }

    [Theory]
    [OnEachDatabase(Integrator.Web)]
    [OnEachDatabase(Integrator.Native)]
    public async Task The_second_use_of_a_code_ends_what_the_first_began(Database database, string client)
    {
        var session = await browserSessions.On(database);
        var server = session.Server;
        await using var db = server.Db("dc3");
        var earlier = await db.Families.IgnoreQueryFilters().Select(row => row.Id).ToListAsync();
        var integrator = new Integrator(server, client);
        var code = await integrator.Code(session);
        var first = (await integrator.Redeem(code)).Json;
        var refreshed = (await integrator.Refresh(first.GetProperty("refresh_token").GetString()!)).Json;

        var second = await integrator.Redeem(code);

        (second.Status, second.Body).ShouldBe((400, Integrator.SpentCode));
        (await integrator.Refresh(refreshed.GetProperty("refresh_token").GetString()!)).Body.ShouldBe(Integrator.WrongRefreshToken);
        var family = await db.Families.IgnoreQueryFilters().SingleAsync(row => row.ClientId == client && !earlier.Contains(row.Id));
        (family.EndedAt, family.EndReason).ShouldBe((server.Clock.GetUtcNow(), "the authorization code was used twice"));
        var rows = await db.AccessTokens.IgnoreQueryFilters().Where(row => row.FamilyId == family.Id).ToListAsync();
        rows.Count.ShouldBe(2);
        rows.ShouldAllBe(row => row.RevokedAt == server.Clock.GetUtcNow());
    }

    [Fact]
    public async Task The_second_use_is_noticed_whatever_else_is_wrong_with_it_and_however_late()
    {
        var session = await browserSessions.On();
        var integrator = new Integrator(session.Server);
        var code = await integrator.Code(session, Pkce.Asked);
        var first = (await integrator.Redeem(code, ("code_verifier", Pkce.Verifier))).Json;
        session.Server.Clock.Advance(TimeSpan.FromMinutes(2));

        (await integrator.Redeem(code, ("redirect_uri", "https://elsewhere.example/"))).Body.ShouldBe(Integrator.SpentCode);

        (await integrator.Refresh(first.GetProperty("refresh_token").GetString()!)).Body.ShouldBe(Integrator.WrongRefreshToken);
    }

    [Fact]
    public async Task The_second_use_is_noticed_after_the_contract_ended()
    {
        var session = await browserSessions.On();
        var server = session.Server;
        var tenant = await server.AddTenant("spend-co");
        await server.AddMember(tenant);
        await server.AddIntegrator("spend-contract", tenantId: tenant.Id);
        var integrator = new Integrator(server, "spend-contract");
        var code = await integrator.Code(session);
        var first = (await integrator.Redeem(code)).Json;
        await Contract(server, tenant.Id, until: server.Clock.GetUtcNow());

        await integrator.Redeem(code);

        await Contract(server, tenant.Id, until: null);
        (await integrator.Refresh(first.GetProperty("refresh_token").GetString()!)).Body.ShouldBe(Integrator.WrongRefreshToken);
    }

    [Fact]
    public async Task A_code_is_good_for_its_own_dialect_only()
    {
        var session = await browserSessions.On();
        Dialect[] dialects = [Connect.Dialect, OAuthV2.Dialect, OAuth2Legacy.Dialect];
        foreach (var issued in dialects)
        {
            var own = new Integrator(session.Server) { Dialect = issued };
            var code = await own.Code(session);
            foreach (var other in dialects.Where(dialect => dialect != issued))
                (await new Integrator(session.Server) { Dialect = other }.Redeem(code)).Body.ShouldBe(Integrator.WrongCode);
            (await own.Redeem(code)).Status.ShouldBe(200);
        }
    }

    private static Task Contract(TestServer server, long tenantId, DateTimeOffset? until) =>
        server.Change(async db =>
            (
                await db
                    .Contracts.IgnoreQueryFilters()
                    .SingleAsync(row => row.TenantId == tenantId && row.Environment == TenantEnvironment.LIVE)
            ).Until = until
        );
}

using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Dialects;
using Tokenhouse.Server.Tokens;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Endpoints.Token;

/// <summary>A code lives for 60 seconds and is spent once (RFC 6749, 4.1.2; RFC 9700, 4.2.4).</summary>
[Trait("Category", "Security")]
public sealed class CodeSpendingTests(Visitors visitors) : IClassFixture<Visitors>
{
    [Theory, OnEachDatabase]
    public async Task A_code_works_until_its_sixtieth_second(Database database)
    {
        var visitor = await visitors.On(database);
        var integrator = new Integrator(visitor.House);
        var code = await integrator.Code(visitor);
        visitor.House.Clock.Advance(Codes.Lifetime - TimeSpan.FromMilliseconds(1));
        (await integrator.Redeem(code)).Status.ShouldBe(200);

        code = await integrator.Code(visitor);
        visitor.House.Clock.Advance(TimeSpan.FromSeconds(60));
        (await integrator.Redeem(code)).Body.ShouldBe(Integrator.WrongCode);
    }

    [Theory]
    [OnEachDatabase(Integrator.Web)]
    [OnEachDatabase(Integrator.Native)]
    public async Task The_second_use_of_a_code_ends_what_the_first_began(Database database, string client)
    {
        var visitor = await visitors.On(database);
        var house = visitor.House;
        await using var db = house.Db("dc3");
        var earlier = await db.Families.IgnoreQueryFilters().Select(row => row.Id).ToListAsync();
        var integrator = new Integrator(house, client);
        var code = await integrator.Code(visitor);
        var first = (await integrator.Redeem(code)).Json;
        var refreshed = (await integrator.Refresh(first.GetProperty("refresh_token").GetString()!)).Json;

        var second = await integrator.Redeem(code);

        (second.Status, second.Body).ShouldBe((400, Integrator.SpentCode));
        (await integrator.Refresh(refreshed.GetProperty("refresh_token").GetString()!)).Body.ShouldBe(Integrator.WrongRefreshToken);
        var family = await db.Families.IgnoreQueryFilters().SingleAsync(row => row.ClientId == client && !earlier.Contains(row.Id));
        (family.EndedAt, family.EndReason).ShouldBe((house.Clock.GetUtcNow(), "the authorization code was used twice"));
        var rows = await db.AccessTokens.IgnoreQueryFilters().Where(row => row.FamilyId == family.Id).ToListAsync();
        rows.Count.ShouldBe(2);
        rows.ShouldAllBe(row => row.RevokedAt == house.Clock.GetUtcNow());
    }

    [Theory, OnEachDatabase]
    public async Task The_second_use_is_noticed_whatever_else_is_wrong_with_it_and_however_late(Database database)
    {
        var visitor = await visitors.On(database);
        var integrator = new Integrator(visitor.House);
        var code = await integrator.Code(visitor, Pkce.Asked);
        var first = (await integrator.Redeem(code, ("code_verifier", Pkce.Verifier))).Json;
        visitor.House.Clock.Advance(TimeSpan.FromMinutes(2));

        (await integrator.Redeem(code, ("redirect_uri", "https://elsewhere.example/"))).Body.ShouldBe(Integrator.SpentCode);

        (await integrator.Refresh(first.GetProperty("refresh_token").GetString()!)).Body.ShouldBe(Integrator.WrongRefreshToken);
    }

    [Theory, OnEachDatabase]
    public async Task The_second_use_is_noticed_after_the_contract_ended(Database database)
    {
        var visitor = await visitors.On(database);
        var house = visitor.House;
        var tenant = await house.AddTenant("spend-co");
        await house.AddMember(tenant);
        await house.AddIntegrator("spend-contract", tenantId: tenant.Id);
        var integrator = new Integrator(house, "spend-contract");
        var code = await integrator.Code(visitor);
        var first = (await integrator.Redeem(code)).Json;
        await Contract(house, tenant.Id, until: house.Clock.GetUtcNow());

        await integrator.Redeem(code);

        await Contract(house, tenant.Id, until: null);
        (await integrator.Refresh(first.GetProperty("refresh_token").GetString()!)).Body.ShouldBe(Integrator.WrongRefreshToken);
    }

    [Theory, OnEachDatabase]
    public async Task A_code_is_good_for_its_own_dialect_only(Database database)
    {
        var visitor = await visitors.On(database);
        Dialect[] dialects = [Connect.Dialect, OAuthV2.Dialect, OAuth2Legacy.Dialect];
        foreach (var issued in dialects)
        {
            var own = new Integrator(visitor.House) { Dialect = issued };
            var code = await own.Code(visitor);
            foreach (var other in dialects.Where(dialect => dialect != issued))
                (await new Integrator(visitor.House) { Dialect = other }.Redeem(code)).Body.ShouldBe(Integrator.WrongCode);
            (await own.Redeem(code)).Status.ShouldBe(200);
        }
    }

    private static Task Contract(House house, long tenantId, DateTimeOffset? until) =>
        house.Change(async db =>
            (
                await db.Contracts.IgnoreQueryFilters().SingleAsync(row => row.TenantId == tenantId && row.Environment == Environment.LIVE)
            ).Until = until
        );
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Dialects;
using Tokenhouse.Server.Tokens;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Tokens;

/// <summary>Whatever revokes an access token says so in the change feed, in the transaction of the revocation.</summary>
[Trait("Category", "Security")]
public sealed class PublishedRevocationTests
{
    [Theory]
    [OnEachDatabase("Connect")]
    [OnEachDatabase("OAuthV2")]
    public async Task A_revoked_access_token_is_published_by_the_hash_of_its_row_and_only_once(Database database, string dialect)
    {
        await using var house = await Start(database);
        var visitor = new Visitor(house);
        var integrator = new Integrator(house) { Dialect = AllDialects.List.Single(known => known.Name == dialect) };
        var token = Access(await integrator.Tokens(visitor));
        await Revoke(house, token);
        await Revoke(house, token);
        await Revoke(house, "nonsense");

        (await Published(house)).ShouldBe([Key(token)]);
    }

    [Theory, OnEachDatabase]
    public async Task A_revoked_JWT_of_a_machine_is_published_and_only_once(Database database)
    {
        await using var house = await Start(database);
        var answer = await house.Token(Visitor.Dc3, "globex-live", "globex-live-demo-secret", "Public.HrCore.Write");
        await Revoke(house, Access(answer)); // another client's
        (await Published(house)).ShouldBeEmpty();
        for (var i = 0; i < 2; i++)
            await Revoke(house, Access(answer), "globex-live");

        (await Published(house)).ShouldBe([Key(Access(answer))]);
    }

    [Theory, OnEachDatabase]
    public async Task A_family_that_ends_publishes_each_of_its_access_tokens_that_still_lives(Database database)
    {
        await using var house = await Start(database);
        var visitor = new Visitor(house);
        var integrator = new Integrator(house);
        var other = Access(await integrator.Tokens(visitor));
        var first = await integrator.Tokens(visitor);
        house.Clock.Advance(TimeSpan.FromMinutes(10));
        var second = await integrator.Refresh(Refresh(first));
        var third = await integrator.Refresh(Refresh(second));
        await Revoke(house, Access(second));
        await Revoke(house, Refresh(third));

        (await Published(house)).ShouldBe([Key(Access(second)), Key(Access(third))]);
        (await Published(house)).ShouldNotContain(Key(other));
    }

    [Theory, OnEachDatabase]
    public async Task Reuse_of_a_code_and_of_a_refresh_token_publish_what_they_end(Database database)
    {
        await using var house = await Start(database);
        var visitor = new Visitor(house);
        var integrator = new Integrator(house);
        var code = await integrator.Code(visitor);
        var redeemed = await integrator.Redeem(code);
        await integrator.Redeem(code);
        (await Published(house)).ShouldBe([Key(Access(redeemed))]);

        var first = await integrator.Tokens(visitor);
        var second = await integrator.Refresh(Refresh(first));
        house.Clock.Advance(TimeSpan.FromMinutes(1));
        await integrator.Refresh(Refresh(first));
        (await Published(house)).ShouldBe([Key(Access(redeemed)), Key(Access(first)), Key(Access(second))], ignoreOrder: true);
    }

    [Theory, OnEachDatabase]
    public async Task A_withdrawn_consent_publishes_what_it_ends_and_beyond_a_thousand_that_there_is_much(Database database)
    {
        await using var house = await Start(database);
        var visitor = new Visitor(house);
        var integrator = new Integrator(house);
        var token = Access(await integrator.Tokens(visitor));
        await Withdraw(visitor);
        (await Published(house)).ShouldBe([Key(token)]);

        await integrator.Tokens(visitor);
        await house.MultiplyAccessTokens(FamilyEnd.MostNamed);
        await Withdraw(visitor);
        (await Published(house)).ShouldBe([Key(token), ""]);
        await using var db = house.Db("dc3");
        (await db.AccessTokens.IgnoreQueryFilters().AnyAsync(row => row.RevokedAt == null)).ShouldBeFalse();
    }

    [Theory, OnEachDatabase]
    public async Task A_revocation_that_could_not_be_published_is_503_and_did_not_happen(Database database)
    {
        var broken = new BrokenCommand("INSERT INTO \"Changes\"");
        await using var house = await House.Start(
            new HousePlan(database) { Run = ["dc3"], Services = services => services.AddSingleton<IInterceptor>(broken) }
        );
        var visitor = new Visitor(house);
        var tokens = await new Integrator(house).Tokens(visitor);
        broken.Breaks = true;
        foreach (var token in (string[])[Access(tokens), Refresh(tokens)])
            (await Revoke(house, token)).Status.ShouldBe(503);
        broken.Breaks = false;

        await using var db = house.Db("dc3");
        (await db.AccessTokens.IgnoreQueryFilters().AnyAsync(row => row.RevokedAt != null)).ShouldBeFalse();
        (await db.Families.IgnoreQueryFilters().AnyAsync(row => row.EndedAt != null)).ShouldBeFalse();
    }

    private static Task<House> Start(Database database) => House.Start(new HousePlan(database) { Run = ["dc3"] });

    private static async Task<List<string>> Published(House house)
    {
        await using var db = house.Db("dc3");
        return await db.Changes.Where(change => change.Topic == Topic.Token).OrderBy(change => change.Id).Select(c => c.Key).ToListAsync();
    }

    private static async Task<Answer> Withdraw(Visitor visitor)
    {
        await visitor.Open(Visitor.Dc3 + "/account");
        await visitor.Submit(new Dictionary<string, string>(), action: "/account/withdraw");
        return visitor.Answer;
    }

    private static Task<Answer> Revoke(House house, string token, string client = Integrator.Web) =>
        house.Post(Visitor.Dc3 + "/connect/revoke", [("token", token)], client);

    private static string Key(string token)
    {
        var isJwt = token.Count(c => c == '.') == 2;
        return Subject.Token(isJwt ? OpaqueToken.HashOfId(new JsonWebToken(token).Id) : TextHash.Of(token)).Key;
    }

    private static string Access(Answer answer) => answer.Json.GetProperty("access_token").GetString()!;

    private static string Refresh(Answer answer) => answer.Json.GetProperty("refresh_token").GetString()!;
}

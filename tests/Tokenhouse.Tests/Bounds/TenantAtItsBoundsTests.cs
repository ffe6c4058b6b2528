using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Bounds;

/// <summary>
/// Fills a tenant to each of its bounds: one more is refused with the sentence of the bound, and nobody else is answered otherwise than before. The list
/// of bounds is the server's own, so that a bound without a case here fails.
/// </summary>
[Trait("Category", "Security")]
public sealed class TenantAtItsBoundsTests(BoundedTestServers houses) : IClassFixture<BoundedTestServers>
{
    public static TheoryData<string> Names => [.. TenantBounds.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task One_more_than_the_bound_is_refused_and_nobody_else_notices(string bound)
    {
        BoundCases.All.Keys.ShouldContain(bound, "Add a case for the new bound to BoundCases.");
        var server = await houses.On(Database.Sqlite);
        await BoundedTenant.PrepareElsewhere(server);
        var before = await BoundedTenant.Elsewhere(server);
        await BoundCases.All[bound](await BoundedTenant.Of(server));
        await server.HearOfChanges("dc3");
        (await BoundedTenant.Elsewhere(server)).ShouldBe(before);
    }

    [Fact]
    public void No_case_is_left_of_a_bound_that_is_gone() => BoundCases.All.Keys.Except(TenantBounds.Names).ShouldBeEmpty();

    [Theory, OnEachDatabase]
    public async Task Parallel_requests_do_not_exceed_a_bound(Database database)
    {
        var boundedTenant = await BoundedTenant.Of(await houses.On(database));
        (await boundedTenant.Call(HttpMethod.Get, "/requests")).Status.ShouldBe(200); // its token is there
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => boundedTenant.Draft()));
        answers.Count(answer => answer.Status == 201).ShouldBe(boundedTenant.Bounds.Drafts);
        answers.Count(answer => answer.Status == 409).ShouldBe(10 - boundedTenant.Bounds.Drafts);
    }

    [Fact]
    public async Task A_bound_that_is_no_sensible_number_stops_the_start()
    {
        var refused = await Should.ThrowAsync<Tokenhouse.Server.Hosting.Options.StartRefusedException>(() =>
            TestServer.Start(Database.Sqlite, "--Tokenhouse:Bounds:Clients", "0")
        );
        refused.Message.ShouldBe("Tokenhouse:Bounds:Clients is 0. Set a number from 1 to 100000.");
    }

    /// <summary>Every kind of row has a bound, or a reason why it needs none. A new entity without either fails.</summary>
    [Fact]
    public async Task Every_table_is_bounded_or_says_why_not()
    {
        await using var server = await TestServer.Start(new TestServerOptions(Database.Sqlite) { Run = ["dc3"] });
        await using var db = server.Db("dc3");
        var types = db.Model.GetEntityTypes().Where(type => !type.IsOwned()).Select(type => type.ClrType).ToHashSet();
        types.Except(BoundReason.ByType.Keys).Select(type => type.Name).ShouldBeEmpty("Name the bound, or the reason, in Bounded.");
        BoundReason.ByType.Keys.Except(types).Select(type => type.Name).ShouldBeEmpty();
        BoundReason
            .ByType.Values.SelectMany(why => why.Bounds)
            .Except(TenantBounds.Names)
            .ShouldBeEmpty("These are the names of no bound.");
        BoundReason.ByType.Values.ShouldAllBe(why => why.Bounds.Count > 0 || why.Reason.Length > 20);
    }

    [Fact]
    public void Every_bound_says_what_is_full_and_how_much_fits()
    {
        var bounds = new TenantBounds();
        foreach (var name in TenantBounds.Names)
            bounds
                .Refusal(name, "some-client", "then")
                .ShouldContain(bounds.Most(name).ToString(CultureInfo.InvariantCulture), customMessage: name);
    }

    [Fact]
    public async Task Who_accepts_an_invitation_into_a_full_tenant_is_told_so_and_the_link_stays_good()
    {
        var server = await houses.On(Database.Sqlite);
        var office = await TenantBuilder.Open(server);
        await office.Manager();
        var email = $"late-{office.Tenant.Slug}@elsewhere.example";
        var token = await server.HubToken(office.Tenant.Id, "hub.people.write");
        var invited = await server.Call(
            token,
            HttpMethod.Post,
            $"/tenants/{office.Tenant.Slug}/invitations",
            new { Email = email, Role = "Reader" }
        );
        invited.Status.ShouldBe(201, invited.Body);
        var link = await SentEmails.Link(server, email);
        for (var i = 0; i < 2; i++)
            await server.AddMember(office.Tenant, await server.Person());
        var newcomer = new BrowserSession(server);
        for (var i = 0; i < 2; i++)
        {
            await newcomer.Open(link);
            await newcomer.Submit("/invitation", ("name", "Late"), ("password", "a long passw0rd!"), ("again", "a long passw0rd!"));
            newcomer.Answer.Body.ShouldContain("The tenant has reached its limit of 3 members.");
        }
        await using var db = server.Db("dc3");
        (await db.Memberships.CountAsync(row => row.TenantId == office.Tenant.Id)).ShouldBe(3);
    }
}

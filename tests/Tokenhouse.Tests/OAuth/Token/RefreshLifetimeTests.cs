using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.Token;

/// <summary>A refresh token ends when it is not used, a family a fixed time after the sign-in; tenants and clients only shorten both.</summary>
[Trait("Category", "Security")]
[Collection<TokenServers>]
public sealed class RefreshLifetimeTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    [Theory]
    [InlineData("life-usual", null, null, 30 * 24)]
    [InlineData("life-client", 2, null, 2)]
    [InlineData("life-tenant", null, 3, 3)]
    [InlineData("life-both", 5, 4, 4)]
    [InlineData("life-longer", 24 * 300, 24 * 300, 30 * 24)]
    public async Task A_token_that_is_not_used_ends(string id, int? clientHours, int? tenantHours, int hours)
    {
        var session = await browserSessions.On();
        var integrator = await Of(
            session.Server,
            id,
            tenant => tenant.Idle = Hours(tenantHours),
            client => client.Idle = Hours(clientHours)
        );
        var kept = Refresh(await integrator.Tokens(session));
        var lost = Refresh(await integrator.Tokens(session));

        session.Server.Clock.Advance(TimeSpan.FromHours(hours) - Moment);
        kept = Refresh(await integrator.Refresh(kept));
        session.Server.Clock.Advance(Moment);

        (await integrator.Refresh(lost)).Body.ShouldBe(Integrator.WrongRefreshToken);
        (await integrator.Refresh(kept)).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("family-client", 50, null, 50)]
    [InlineData("family-tenant", null, 40, 40)]
    [InlineData("family-both", 45, 60, 45)]
    public async Task A_family_ends_on_time_however_busy_it_is(string id, int? clientHours, int? tenantHours, int hours)
    {
        var session = await browserSessions.On();
        var integrator = await Of(
            session.Server,
            id,
            tenant => tenant.Family = Hours(tenantHours),
            client => client.Family = Hours(clientHours)
        );
        var token = Refresh(await integrator.Tokens(session, ("prompt", "login")));

        for (var i = 0; i < 10; i++)
        {
            session.Server.Clock.Advance(TimeSpan.FromHours(hours) / 10 - (i == 9 ? Moment : TimeSpan.Zero));
            token = Refresh(await integrator.Refresh(token));
        }
        session.Server.Clock.Advance(Moment);

        (await integrator.Refresh(token)).Body.ShouldBe(Integrator.WrongRefreshToken);
    }

    [Fact]
    public async Task A_family_counts_from_the_sign_in_and_not_from_the_code()
    {
        var session = await browserSessions.On();
        var integrator = await Of(session.Server, "family-sign-in", _ => { }, client => client.Family = TimeSpan.FromHours(3));
        await integrator.Tokens(session, ("prompt", "login"));
        session.Server.Clock.Advance(TimeSpan.FromHours(1.5));
        var token = Refresh(await integrator.Tokens(session));

        session.Server.Clock.Advance(TimeSpan.FromHours(1.5) - Moment);
        token = Refresh(await integrator.Refresh(token));
        session.Server.Clock.Advance(Moment);

        (await integrator.Refresh(token)).Body.ShouldBe(Integrator.WrongRefreshToken);
    }

    [Fact]
    public async Task A_repeat_gets_nothing_once_the_family_is_over()
    {
        var session = await browserSessions.On();
        var integrator = await Of(session.Server, "family-repeat", _ => { }, client => client.Family = TimeSpan.FromHours(1));
        var token = Refresh(await integrator.Tokens(session, ("prompt", "login")));
        session.Server.Clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1));
        await integrator.Refresh(token);
        session.Server.Clock.Advance(TimeSpan.FromSeconds(1));

        (await integrator.Refresh(token)).Body.ShouldBe(Integrator.WrongRefreshToken);
    }

    [Fact]
    public async Task A_family_that_is_too_old_for_a_lowered_limit_gets_nothing_more()
    {
        var session = await browserSessions.On();
        var integrator = await Of(session.Server, "family-lowered", _ => { }, _ => { });
        var token = Refresh(await integrator.Tokens(session, ("prompt", "login")));
        session.Server.Clock.Advance(TimeSpan.FromHours(2));
        await session.Server.Change("family-lowered", client => client.FamilyLifetime = TimeSpan.FromHours(1));

        (await integrator.Refresh(token)).Body.ShouldBe(Integrator.WrongRefreshToken);
    }

    /// <summary>Whatever is lowered, and whoever issued it: introspection says of a token what its token endpoint does with it.</summary>
    [Theory]
    [InlineData("Connect", true)]
    [InlineData("Connect", false)]
    [InlineData("OAuthV2", true)]
    [InlineData("OAuth2Legacy", false)]
    public async Task Introspection_agrees_with_the_token_endpoint_about_a_lowered_limit(string dialect, bool isOfClient)
    {
        var session = await browserSessions.On();
        var id = $"family-seen-{dialect.ToLowerInvariant()}-{isOfClient}".ToLowerInvariant();
        var of = await Of(session.Server, id, _ => { }, _ => { });
        await session.Server.Change(async db =>
        {
            var tenant = await db.Tenants.SingleAsync(row => row.Slug == id);
            tenant.Dialects = [.. DialectCatalogue.List.Select(known => known.Name)];
        });
        var integrator = new Integrator(session.Server, of.Id) { Dialect = DialectCatalogue.List.Single(known => known.Name == dialect) };
        var signedIn = session.Server.Clock.GetUtcNow();
        var token = Refresh(await integrator.Tokens(session, ("prompt", "login")));
        session.Server.Clock.Advance(TimeSpan.FromHours(1));
        await Lower(session.Server, id, isOfClient, TimeSpan.FromHours(3));

        var seen = (await Introspect(session.Server, of.Id, token)).Json;
        seen.GetProperty("active").GetBoolean().ShouldBeTrue();
        (DateTimeOffset.FromUnixTimeSeconds(seen.GetProperty("exp").GetInt64()) - signedIn).ShouldBeInRange(
            TimeSpan.FromHours(3) - TimeSpan.FromSeconds(1),
            TimeSpan.FromHours(3) + TimeSpan.FromMinutes(1)
        );
        session.Server.Clock.Advance(TimeSpan.FromHours(2) + TimeSpan.FromMinutes(1));
        (await Introspect(session.Server, of.Id, token)).Body.ShouldBe("""{"active":false}""");
        (await integrator.Refresh(token)).Body.ShouldBe(Integrator.WrongRefreshToken);
    }

    private static Task Lower(TestServer server, string id, bool isOfClient, TimeSpan to) =>
        isOfClient
            ? server.Change(id, client => client.FamilyLifetime = to)
            : server.Change(async db => (await db.Tenants.SingleAsync(row => row.Slug == id)).FamilyLifetime = to);

    private static Task<Answer> Introspect(TestServer server, string id, string token) =>
        server.Post(BrowserSession.Dc3 + "/connect/introspect", [("token", token)], id);

    [Theory]
    [InlineData("Connect", 30, 365)]
    [InlineData("OAuthV2", 3 * 365, 10 * 365)]
    [InlineData("OAuth2Legacy", 365, 10 * 365)]
    public async Task Each_dialect_has_its_own_limits(string dialect, int idle, int family)
    {
        var session = await browserSessions.On();
        var integrator = new Integrator(session.Server) { Dialect = DialectCatalogue.List.Single(known => known.Name == dialect) };
        session.Server.Clock.Advance(TimeSpan.FromMinutes(1));
        await integrator.Tokens(session, ("prompt", "login"));

        await using var db = session.Server.Db("dc3");
        var (tokens, families) = (db.RefreshTokens.IgnoreQueryFilters(), db.Families.IgnoreQueryFilters());
        var last = await families.OrderByDescending(row => row.AuthenticatedAt).FirstAsync();
        (last.ExpiresAt - last.AuthenticatedAt).ShouldBe(TimeSpan.FromDays(family));
        ((await tokens.SingleAsync(row => row.FamilyId == last.Id)).ExpiresAt - last.UsedAt).ShouldBe(TimeSpan.FromDays(idle));
    }

    private static async Task<Integrator> Of(TestServer server, string id, Action<Limits> ofTenant, Action<Limits> ofClient)
    {
        var (tenantLimits, clientLimits) = (new Limits(), new Limits());
        ofTenant(tenantLimits);
        ofClient(clientLimits);
        var tenant = await server.AddTenant(id, row => (row.IdleLifetime, row.FamilyLifetime) = (tenantLimits.Idle, tenantLimits.Family));
        await server.AddMember(tenant);
        await server.AddIntegrator(
            id,
            row => (row.IdleLifetime, row.FamilyLifetime) = (clientLimits.Idle, clientLimits.Family),
            tenantId: tenant.Id
        );
        return new(server, id);
    }

    private static TimeSpan? Hours(int? hours) => hours is { } count ? TimeSpan.FromHours(count) : null;

    private static string Refresh(Answer answer) =>
        answer.Status == 200 ? answer.Json.GetProperty("refresh_token").GetString()! : throw new InvalidOperationException(answer.Body);

    private sealed record Limits
    {
        public TimeSpan? Idle { get; set; }

        public TimeSpan? Family { get; set; }
    }
}

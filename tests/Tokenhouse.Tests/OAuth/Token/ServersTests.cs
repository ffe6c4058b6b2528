using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.Token;

/// <summary>What was issued is known to every server of the datacentre, and after every restart: nothing of it lives in memory.</summary>
[Trait("Category", "Security")]
public sealed class ServersTests(TwoTestServers servers) : IClassFixture<TwoTestServers>
{
    [Theory, OnEachDatabase]
    public async Task Reuse_is_noticed_after_a_restart(Database database)
    {
        using var folder = new TempFolder();
        var plan = new TestServerOptions(database)
        {
            Run = ["dc3"],
            Clock = new(),
            Folder = folder.Path,
        };
        string token,
            successor,
            code;
        await using (var before = await TestServer.Start(plan))
        {
            var session = new BrowserSession(before);
            var integrator = new Integrator(before);
            token = Refresh(await integrator.Tokens(session));
            successor = Refresh(await integrator.Refresh(token));
            code = await integrator.Code(session);
            await integrator.Redeem(code);
        }

        await using var after = await TestServer.Start(plan);
        var restarted = new Integrator(after);
        Refresh(await restarted.Refresh(token)).ShouldBe(successor); // within the window still
        plan.Clock!.Advance(TimeSpan.FromMinutes(10));
        (await restarted.Refresh(token)).Body.ShouldBe(Integrator.WrongRefreshToken);
        (await restarted.Refresh(successor)).Body.ShouldBe(Integrator.WrongRefreshToken);
        (await restarted.Redeem(code)).Body.ShouldBe(Integrator.SpentCode);
    }

    [Theory, OnEachDatabase]
    public async Task A_sign_in_goes_on_and_reuse_is_noticed_at_another_server(Database database)
    {
        var (one, other) = await servers.On(database);
        var (here, there) = (new Integrator(one), new Integrator(other));
        var session = new BrowserSession(one);
        var code = await here.Code(session);
        var moved = session.MoveTo(other);
        await moved.Open(there.Link());
        moved.Response.Keys.ShouldBe(["code", "state", "iss"]); // the session and the consent are known there

        var token = Refresh(await there.Redeem(code));
        var successor = Refresh(await here.Refresh(token));
        Refresh(await there.Refresh(token)).ShouldBe(successor);
        one.Clock.Advance(TimeSpan.FromMinutes(10));
        (await there.Refresh(token)).Body.ShouldBe(Integrator.WrongRefreshToken);
        (await here.Refresh(successor)).Body.ShouldBe(Integrator.WrongRefreshToken);
    }

    [Theory, OnEachDatabase]
    public async Task A_form_of_one_server_is_taken_by_another(Database database)
    {
        var (one, other) = await servers.On(database);
        var session = new BrowserSession(one);
        var email = await one.Person(); // who has agreed to nothing yet
        await session.Open(new Integrator(one).Link());

        session = session.MoveTo(other);
        await session.SignIn(email);
        session = session.MoveTo(one);
        await session.Decide("agree");

        session.Response.Keys.ShouldBe(["code", "state", "iss"]);
    }

    private static string Refresh(Answer answer) => answer.Json.GetProperty("refresh_token").GetString()!;
}

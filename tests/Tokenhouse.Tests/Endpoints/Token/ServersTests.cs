using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Endpoints.Token;

/// <summary>What was issued is known to every server of the datacentre, and after every restart: nothing of it lives in memory.</summary>
[Trait("Category", "Security")]
public sealed class ServersTests
{
    [Theory, OnEachDatabase]
    public async Task Reuse_is_noticed_after_a_restart(Database database)
    {
        using var folder = new TempFolder();
        var plan = new HousePlan(database)
        {
            Run = ["dc3"],
            Clock = new(),
            Folder = folder.Path,
        };
        string token,
            successor,
            code;
        await using (var before = await House.Start(plan))
        {
            var visitor = new Visitor(before);
            var integrator = new Integrator(before);
            token = Refresh(await integrator.Tokens(visitor));
            successor = Refresh(await integrator.Refresh(token));
            code = await integrator.Code(visitor);
            await integrator.Redeem(code);
        }

        await using var after = await House.Start(plan);
        var restarted = new Integrator(after);
        Refresh(await restarted.Refresh(token)).ShouldBe(successor); // within the window still
        plan.Clock!.Advance(TimeSpan.FromSeconds(10));
        (await restarted.Refresh(token)).Body.ShouldBe(Integrator.WrongRefreshToken);
        (await restarted.Refresh(successor)).Body.ShouldBe(Integrator.WrongRefreshToken);
        (await restarted.Redeem(code)).Body.ShouldBe(Integrator.SpentCode);
    }

    [Theory, OnEachDatabase]
    public async Task A_sign_in_goes_on_and_reuse_is_noticed_at_another_server(Database database)
    {
        using var folder = new TempFolder();
        var plan = new HousePlan(database)
        {
            Run = ["dc3"],
            Clock = new(),
            Folder = folder.Path,
        };
        await using var one = await House.Start(plan);
        await using var other = await House.Start(plan);
        var (here, there) = (new Integrator(one), new Integrator(other));
        var visitor = new Visitor(one);
        var code = await here.Code(visitor);
        var moved = visitor.MoveTo(other);
        await moved.Open(there.Link());
        moved.Response.Keys.ShouldBe(["code", "state", "iss"]); // the session and the consent are known there

        var token = Refresh(await there.Redeem(code));
        var successor = Refresh(await here.Refresh(token));
        Refresh(await there.Refresh(token)).ShouldBe(successor);
        plan.Clock!.Advance(TimeSpan.FromSeconds(10));
        (await there.Refresh(token)).Body.ShouldBe(Integrator.WrongRefreshToken);
        (await here.Refresh(successor)).Body.ShouldBe(Integrator.WrongRefreshToken);
    }

    [Theory, OnEachDatabase]
    public async Task A_form_of_one_server_is_taken_by_another(Database database)
    {
        using var folder = new TempFolder();
        var plan = new HousePlan(database)
        {
            Run = ["dc3"],
            Clock = new(),
            Folder = folder.Path,
        };
        await using var one = await House.Start(plan);
        await using var other = await House.Start(plan);
        var visitor = new Visitor(one);
        await visitor.Open(new Integrator(one).Link());

        visitor = visitor.MoveTo(other);
        await visitor.SignIn();
        visitor = visitor.MoveTo(one);
        await visitor.Decide("agree");

        visitor.Response.Keys.ShouldBe(["code", "state", "iss"]);
    }

    private static string Refresh(Answer answer) => answer.Json.GetProperty("refresh_token").GetString()!;
}

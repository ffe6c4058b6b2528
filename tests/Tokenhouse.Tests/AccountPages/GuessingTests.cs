using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.AccountPages;

/// <summary>Who guesses is stopped, and nobody else.</summary>
[Trait("Category", "Security")]
public sealed class GuessingTests
{
    private const string Step = "/account/second-factor";

    [Theory, OnEachDatabase]
    public async Task A_guesser_elsewhere_does_not_lock_the_person_out(Database database)
    {
        await using var house = await Start(database);
        var email = await house.Person();
        var guesser = new Visitor(house) { Address = "198.51.100.7" };
        await guesser.Open(Visitor.Dc3 + "/account");
        for (var i = 0; i < 6; i++)
            await guesser.SignIn(email, $"guess {i}");
        (guesser.Answer.Status, guesser.Answer["Retry-After"]).ShouldBe((429, "900"));
        await guesser.SignIn(email); // even the right one is not looked at
        guesser.Answer.Status.ShouldBe(429);

        var person = new Visitor(house) { Address = "203.0.113.7" };
        await person.SignInTo("/account", email);
        person.Path.ShouldBe("/account");
        house.Clock.Advance(TimeSpan.FromMinutes(15));
        await guesser.SignIn(email, "guess again");
        guesser.Answer.Status.ShouldBe(400);
    }

    [Theory, OnEachDatabase]
    [Trait("Category", "Security")]
    public async Task Many_IPv6_networks_of_one_subscriber_are_stopped_together_and_others_are_not(Database database)
    {
        await using var house = await Start(database);
        var email = await house.Person();
        var statuses = new List<int>();
        for (var network = 1; network <= 6; network++)
        {
            var guesser = new Visitor(house) { Address = $"2001:db8:1:{network}::7" };
            await guesser.Open(Visitor.Dc3 + "/account");
            for (var i = 0; i < 5; i++)
            {
                await guesser.SignIn(email, $"guess {i}");
                statuses.Add(guesser.Answer.Status);
            }
        }
        statuses.ShouldBe([.. Enumerable.Repeat(400, 20), .. Enumerable.Repeat(429, 10)]);

        var person = new Visitor(house) { Address = "2001:db8:2:1::7" };
        await person.SignInTo("/account", email);
        person.Path.ShouldBe("/account");
    }

    [Theory, OnEachDatabase]
    public async Task A_browser_with_a_long_name_of_any_characters_can_sign_in(Database database)
    {
        await using var house = await Start(database);
        var email = await house.Person();
        foreach (var shift in (int[])[0, 1])
        {
            var person = new Visitor(house) { Agent = new string('x', 299 - shift) + string.Concat(Enumerable.Repeat("😀", 20)) };
            await person.SignInTo("/account", email);
            person.Path.ShouldBe("/account");
        }
    }

    [Theory, OnEachDatabase]
    public async Task An_unknown_address_and_a_wrong_password_get_the_same_answer_and_the_same_limit(Database database)
    {
        await using var house = await Start(database);
        var known = await house.Person();
        var transcripts = new List<string>();
        foreach (var (email, number) in ((string, int)[])[(known, 1), ("nobody@nordia.example", 2)])
        {
            var visitor = new Visitor(house) { Address = $"198.51.100.{number}" };
            await visitor.Open(Visitor.Dc3 + "/account");
            var answers = new List<string>();
            for (var i = 0; i < 7; i++)
            {
                await visitor.SignIn(email, "wrong password");
                answers.Add(Changing.Named(visitor.Answer).Replace(email, "{email}", StringComparison.Ordinal));
            }
            transcripts.Add(string.Join('\n', answers));
        }
        transcripts[0].ShouldBe(transcripts[1]);
    }

    [Theory, OnEachDatabase]
    public async Task Codes_are_guessed_five_times_from_one_network_and_twenty_times_from_everywhere(Database database)
    {
        await using var house = await Start(database);
        var email = await house.Person();
        var (app, _) = await house.SwitchOnTwoFactor(email);
        var statuses = new List<int>();
        for (var network = 1; network <= 5; network++)
        {
            var guesser = new Visitor(house) { Address = $"198.51.100.{network}" };
            await guesser.SignInTo("/account", email);
            for (var i = 0; i < 6; i++)
            {
                await guesser.Submit(Step, ("code", app.Wrong()));
                statuses.Add(guesser.Answer.Status);
            }
        }
        statuses.Count(status => status == 400).ShouldBe(20);
        statuses[5].ShouldBe(429);
        statuses[^1].ShouldBe(429);

        house.Clock.Advance(TimeSpan.FromMinutes(15));
        var person = new Visitor(house) { Address = "203.0.113.7" };
        await person.SignInTo("/account", email);
        await person.Submit(Step, ("code", app.Code()));
        person.Path.ShouldBe("/account");
    }

    [Theory, OnEachDatabase]
    public async Task Parallel_guesses_gain_nothing(Database database)
    {
        await using var house = await Start(database);
        var email = await house.Person();
        var (app, _) = await house.SwitchOnTwoFactor(email);
        var guesser = new Visitor(house) { Address = "198.51.100.9" };
        await guesser.SignInTo("/account", email);
        var windows = Enumerable.Range(0, Counts.Of(12, 60)).Select(_ => guesser.Window()).ToList();
        await Task.WhenAll(windows.Select(window => window.Open(Visitor.Dc3 + Step)));
        await Task.WhenAll(windows.Select(window => window.Submit(Step, ("code", app.Wrong()))));
        windows.Count(window => window.Answer.Status == 400).ShouldBe(5);
        windows.Count(window => window.Answer.Status == 429).ShouldBe(windows.Count - 5);
    }

    private static Task<House> Start(Database database) =>
        House.Start(new HousePlan(database) { Run = ["dc3"], Settings = ["--Tokenhouse:Proxies:0", "127.0.0.0/8"] });
}

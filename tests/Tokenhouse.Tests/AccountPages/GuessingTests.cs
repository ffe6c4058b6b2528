using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.RateLimiting;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.AccountPages;

/// <summary>Who guesses is stopped, and nobody else.</summary>
[OuterTier]
[Trait("Category", "Security")]
public sealed class GuessingTests(ProxiedTestServers servers) : IClassFixture<ProxiedTestServers>
{
    private const string Step = "/account/second-factor";
    private const string New = "a new and long password";
    private const StringComparison Ordinal = StringComparison.Ordinal;

    [Fact]
    public async Task A_guesser_elsewhere_does_not_lock_the_person_out()
    {
        var server = await Forgotten();
        var email = await server.Person();
        var guesser = new BrowserSession(server) { Address = "198.51.100.7" };
        await guesser.Open(BrowserSession.Dc3 + "/account");
        for (var i = 0; i < 6; i++)
            await guesser.SignIn(email, $"guess {i}");
        (guesser.Answer.Status, guesser.Answer["Retry-After"]).ShouldBe((429, "900"));
        await guesser.SignIn(email); // even the right one is not looked at
        guesser.Answer.Status.ShouldBe(429);

        var person = new BrowserSession(server) { Address = "203.0.113.7" };
        await person.SignInTo("/account", email);
        person.Path.ShouldBe("/account");
        server.Clock.Advance(TimeSpan.FromMinutes(15));
        await guesser.SignIn(email, "guess again");
        guesser.Answer.Status.ShouldBe(400);
    }

    [Fact]
    public async Task Many_IPv6_networks_of_one_subscriber_or_site_are_stopped_together_and_others_are_not()
    {
        var server = await Forgotten();
        var email = await server.Person();
        var statuses = new List<int>();
        foreach (var network in (string[])["101", "102", "103", "201", "202", "301"]) // of three subscribers, all of one site
        {
            var guesser = new BrowserSession(server) { Address = $"2001:db8:1:{network}::7" };
            await guesser.Open(BrowserSession.Dc3 + "/account");
            for (var i = 0; i < 5; i++)
                await guesser.SignIn(email, $"guess {i}");
            statuses.Add(guesser.Answer.Status);
            server.Clock.Advance(5 * PasswordFailureLimiter.Interval);
        }
        statuses.ShouldBe([400, 400, 429, 400, 400, 429]);

        var person = new BrowserSession(server) { Address = "2001:db8:2:1::7" };
        await person.SignInTo("/account", email);
        person.Path.ShouldBe("/account");
    }

    [Theory, OnEachDatabase]
    public async Task One_site_that_fails_for_many_accounts_is_stopped_whatever_its_networks(Database database)
    {
        var server = await Forgotten(database);
        var looked = 0;
        var guesser = new BrowserSession(server);
        foreach (var (network, tries) in ((string, int)[])[("101", 101), ("102", 52), ("201", 53), ("301", 3)])
        {
            guesser = new(server) { Address = $"2001:db8:1:{network}::7" };
            await guesser.Open(BrowserSession.Dc3 + "/account");
            for (var i = 0; i < tries; i++)
            {
                await guesser.SignIn($"stranger{network}-{i}@nowhere.example", "a wrong password");
                looked += guesser.Answer.Status == 400 ? 1 : 0;
                server.Clock.Advance(PasswordFailureLimiter.Interval);
            }
            guesser.Answer.Status.ShouldBe(429);
        }
        looked.ShouldBe(200);
    }

    [Theory, OnEachDatabase]
    public async Task What_is_over_its_bound_writes_nothing_and_is_refused_on_every_server(Database database)
    {
        using var folder = new TempFolder();
        var plan = new TestServerOptions(database)
        {
            Clock = new(),
            Folder = folder.Path,
            Run = ["dc3"],
            Settings = ["--Tokenhouse:Proxies:0", "127.0.0.0/8"],
        };
        await using var server = await TestServer.Start(plan);
        await using var second = await TestServer.Start(plan);
        var email = await server.Person();
        var guesser = new BrowserSession(server) { Address = "198.51.100.7" };
        await guesser.Open(BrowserSession.Dc3 + "/account");
        for (var i = 0; i < 6; i++)
            await guesser.SignIn(email, "guess");
        var before = await Rows(server);
        for (var i = 0; i < 20; i++)
            await guesser.SignIn(email, "guess");
        var elsewhere = guesser.MoveTo(second);
        await elsewhere.SignIn(email, "guess");
        (guesser.Answer.Status, elsewhere.Answer.Status).ShouldBe((429, 429));
        (await Rows(server)).ShouldBe(before);

        // What one server forgives counts on the other within a second.
        await second
            .Services("dc3")
            .GetRequiredService<AttemptThrottle>()
            .Succeeded("password\n" + email.ToUpperInvariant(), System.Net.IPAddress.Parse("198.51.100.7"));
        server.Clock.Advance(AttemptThrottle.Memory);
        await guesser.SignIn(email);
        guesser.Path.ShouldBe("/account");
    }

    [Fact]
    public async Task A_browser_with_a_long_name_of_any_characters_can_sign_in()
    {
        var server = await Forgotten();
        var email = await server.Person();
        foreach (var shift in (int[])[0, 1])
        {
            var person = new BrowserSession(server) { Agent = new string('x', 299 - shift) + string.Concat(Enumerable.Repeat("😀", 20)) };
            await person.SignInTo("/account", email);
            person.Path.ShouldBe("/account");
        }
    }

    [Fact]
    public async Task An_unknown_address_and_a_wrong_password_get_the_same_answer_and_the_same_limit()
    {
        var server = await Forgotten();
        var known = await server.Person();
        var transcripts = new List<string>();
        foreach (var (email, number) in ((string, int)[])[(known, 1), ("nobody@nordia.example", 2)])
        {
            var session = new BrowserSession(server) { Address = $"198.51.100.{number}" };
            await session.Open(BrowserSession.Dc3 + "/account");
            var answers = new List<string>();
            for (var i = 0; i < 7; i++)
            {
                await session.SignIn(email, "wrong password");
                answers.Add(VolatileParts.Named(session.Answer).Replace(email, "{email}", StringComparison.Ordinal));
            }
            transcripts.Add(string.Join('\n', answers));
            server.Clock.Advance(5 * PasswordFailureLimiter.Interval);
        }
        transcripts[0].ShouldBe(transcripts[1]);
    }

    [Fact]
    public async Task After_five_wrong_codes_each_next_try_waits_twice_as_long_from_wherever_it_comes()
    {
        var server = await Forgotten();
        var email = await server.Person();
        var (app, _) = await server.SwitchOnTwoFactor(email);
        var network = 0;
        for (var i = 0; i < 5; i++)
            (await Guess()).Status.ShouldBe(400);
        foreach (var minutes in (int[])[1, 2, 4, 8])
        {
            var refused = await Guess();
            (refused.Status, refused["Retry-After"]).ShouldBe((429, $"{minutes * 60}"));
            server.Clock.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
            (await Guess()).Status.ShouldBe(429);
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            (await Guess()).Status.ShouldBe(400);
        }

        async Task<Answer> Guess()
        {
            var guesser = new BrowserSession(server) { Address = $"198.51.{++network}.7" };
            await guesser.SignInTo("/account", email);
            await guesser.Submit(Step, ("code", app.Wrong()));
            return guesser.Answer;
        }
    }

    [Fact]
    public async Task A_day_has_fifteen_wrong_codes_and_a_new_password_ends_the_wait()
    {
        var server = await Forgotten();
        var email = await server.Person();
        var (app, _) = await server.SwitchOnTwoFactor(email);
        var looked = 0;
        BrowserSession guesser;
        for (var hour = 0; hour < 24; hour++)
        {
            guesser = new(server) { Address = $"198.51.{hour}.7" };
            await guesser.SignInTo("/account", email);
            for (var i = 0; i < 5; i++)
            {
                await guesser.Submit(Step, ("code", app.Wrong()));
                looked += guesser.Answer.Status == 400 ? 1 : 0;
                server.Clock.Advance(PasswordFailureLimiter.Interval);
            }
            server.Clock.Advance(TimeSpan.FromMinutes(59));
        }
        looked.ShouldBe(15);

        var person = new BrowserSession(server) { Address = "203.0.113.7" };
        await person.SignInTo("/account", email);
        await person.Submit(Step, ("code", app.Code()));
        person.Answer.Status.ShouldBe(429);
        await person.Open(BrowserSession.Dc3 + "/account/forgot");
        await person.Submit("/account/forgot", ("email", email));
        await Eventually.True(() => Task.FromResult(SentEmails.To(server, email).Any(text => text.Contains("/account/reset", Ordinal))));
        await person.Open(await SentEmails.Link(server, email));
        await person.Submit("/account/reset", ("password", New), ("again", New));
        await person.SignIn(email, New);
        await person.Submit(Step, ("code", app.Code()));
        person.Answer.Status.ShouldBe(200);
        (await server.SessionsOf(email)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_fifth_wrong_code_is_told_by_email_once_a_day()
    {
        var server = await Forgotten();
        var email = await server.Person();
        var (app, _) = await server.SwitchOnTwoFactor(email);
        var guesser = new BrowserSession(server) { Address = "198.51.100.7" };
        for (var day = 1; day <= 2; day++)
        {
            for (var round = 0; round < 2; round++)
            {
                await guesser.SignInTo("/account", email);
                for (var i = 0; i < 5; i++)
                {
                    Warnings().ShouldBe(round == 0 ? day - 1 : day);
                    await guesser.Submit(Step, ("code", app.Wrong()));
                }
                await Eventually.True(() => Task.FromResult(Warnings() == day));
                server.Clock.Advance(TimeSpan.FromHours(1));
            }
            server.Clock.Advance(TimeSpan.FromHours(22));
        }
        SentEmails.To(server, email)[0].ShouldContain("If it wasn't you, someone knows your password. Choose a new one now:");

        int Warnings() => SentEmails.To(server, email).Count(text => text.Contains("wrong codes", Ordinal));
    }

    [Fact]
    public async Task A_person_who_mistypes_now_and_then_is_never_kept_out()
    {
        var server = await Forgotten();
        var email = await server.Person();
        var (app, _) = await server.SwitchOnTwoFactor(email);
        for (var i = 0; i < 20; i++)
        {
            var person = new BrowserSession(server) { Address = "203.0.113.7" };
            await person.SignInTo("/account", email);
            if (i % 5 == 0)
                await person.Submit(Step, ("code", app.Wrong()));
            await person.Submit(Step, ("code", app.Code()));
            person.Path.ShouldBe("/account");
            server.Clock.Advance(TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public async Task Codes_cannot_be_guessed_without_the_password()
    {
        var server = await Forgotten();
        var email = await server.Person();
        var (app, _) = await server.SwitchOnTwoFactor(email);
        for (var network = 0; network < 10; network++)
        {
            var stranger = new BrowserSession(server) { Address = $"198.51.{network}.7" };
            await stranger.Open(BrowserSession.Dc3 + "/account");
            await stranger.SignIn(email, "a wrong password");
            await stranger.Open(BrowserSession.Dc3 + Step);
            stranger.Path.ShouldBe("/account/sign-in");
        }
        var person = new BrowserSession(server) { Address = "203.0.113.7" };
        await person.SignInTo("/account", email);
        await person.Submit(Step, ("code", app.Code()));
        person.Path.ShouldBe("/account");
    }

    [Theory, OnEachDatabase]
    public async Task Parallel_guesses_gain_nothing(Database database)
    {
        var server = await Forgotten(database);
        var email = await server.Person();
        var (app, _) = await server.SwitchOnTwoFactor(email);
        var guesser = new BrowserSession(server) { Address = "198.51.100.9" };
        await guesser.SignInTo("/account", email);
        var windows = Enumerable.Range(0, Iterations.Of(12, 60)).Select(_ => guesser.Window()).ToList();
        await Task.WhenAll(windows.Select(window => window.Open(BrowserSession.Dc3 + Step)));
        await Task.WhenAll(windows.Select(window => window.Submit(Step, ("code", app.Wrong()))));
        windows.Count(window => window.Answer.Status == 400).ShouldBe(5);
        windows.Count(window => window.Answer.Status == 429).ShouldBe(windows.Count - 5);
    }

    private static async Task<IReadOnlyList<(string Key, int Failures, DateTimeOffset ExpiresAt)>> Rows(TestServer server)
    {
        await using var db = server.Db("dc3");
        var rows = await db.Throttles.AsNoTracking().ToListAsync();
        return [.. rows.Select(row => (Convert.ToHexString(row.Key), row.Failures, row.ExpiresAt)).Order()];
    }

    /// <summary>The servers of the class, at a time when the attempts of the tests before no longer count.</summary>
    private async Task<TestServer> Forgotten(Database? database = null)
    {
        var server = await servers.On(database);
        server.Clock.Advance(TimeSpan.FromHours(1));
        return server;
    }
}

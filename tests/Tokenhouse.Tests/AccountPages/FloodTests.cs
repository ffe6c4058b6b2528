using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.RateLimiting;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.AccountPages;

/// <summary>Passwords are hashed a bounded number at a time; what has no turn soon is told so, and nothing is counted against anyone.</summary>
[Trait("Category", "Security")]
public sealed class FloodTests
{
    private const string Busy = "We're busy right now. Try again in a few seconds.";
    private const string New = "a new and long password";

    [Fact]
    public async Task A_sign_in_that_gets_no_turn_in_time_is_told_to_try_again_and_is_not_counted()
    {
        await using var server = await Start();
        var email = await server.Person();
        var session = await Visit(server, "203.0.113.7");
        await using (var busy = await BusyThreads.Hold(server))
            for (var i = 0; i < 6; i++)
            {
                var signIn = session.SignIn(email);
                await Eventually.True(() => Task.FromResult(busy.Waiting == 1));
                await Eventually.True(server.Clock, PasswordHashingPool.LongestWait, () => Task.FromResult(signIn.IsCompleted));
                await signIn;
                IsBusy(session);
                session.Page.QuerySelector("#email")!.GetAttribute("value").ShouldBe(email);
            }
        await using var db = server.Db("dc3");
        (await db.Throttles.AsNoTracking().ToListAsync()).ShouldAllBe(row => row.Failures == 0);
        await session.SignIn(email);
        session.Path.ShouldBe("/account");
    }

    [Fact]
    public async Task A_flood_from_one_network_is_turned_away_without_a_write_and_an_honest_sign_in_from_elsewhere_is_next()
    {
        await using var server = await Start();
        var email = await server.Person();
        var flooders = new List<BrowserSession>();
        for (var i = 0; i < 40; i++)
            flooders.Add(await Visit(server, $"2001:db8:7:{i}::1"));
        var honest = await Visit(server, "203.0.113.7");
        List<Task> attempts;
        Task signIn;
        await using (var busy = await BusyThreads.Hold(server))
        {
            attempts = [.. flooders.Select((flooder, i) => flooder.SignIn($"stranger{i}@nowhere.example", "a wrong password"))];
            await Eventually.True(() => Task.FromResult(attempts.Count(attempt => attempt.IsCompleted) == 34));
            busy.Waiting.ShouldBe(PasswordFailureLimiter.AtOnce); // of one /48
            signIn = honest.SignIn(email);
            await Eventually.True(() => Task.FromResult(busy.Waiting == PasswordFailureLimiter.AtOnce + 1));
        }
        await signIn;
        honest.Path.ShouldBe("/account");
        await Task.WhenAll(attempts);
        flooders.GroupBy(flooder => flooder.Answer.Status).Select(same => (same.Key, same.Count())).Order().ShouldBe([(400, 6), (503, 34)]);
        foreach (var refused in flooders.Where(flooder => flooder.Answer.Status == 503))
        {
            refused.Answer["Retry-After"].ShouldBe("5");
            refused.Answer.Body.ShouldContain("Try again in a few seconds"); // of the form or of the short page
        }
    }

    [Fact]
    public async Task Wrong_passwords_from_one_network_are_looked_at_six_at_once_and_then_one_each_four_seconds()
    {
        await using var server = await Start();
        var (email, other) = (await server.Person(), await server.Person());
        var known = await Visit(server, "2001:db8:7:1::1");
        await known.SignIn(email);
        var again = await Visit(server, "2001:db8:7:2::1");
        var flooder = await Visit(server, "2001:db8:7:3::1");
        var elsewhere = await Visit(server, "2001:db8:8:1::1");
        (await Guess(flooder, 20)).ShouldBe([.. Enumerable.Repeat(400, 6), .. Enumerable.Repeat(503, 14)]);
        flooder.Heading.ShouldBe("Try again in a few seconds");
        flooder.Answer["Retry-After"].ShouldBe("5");
        flooder
            .Page.QuerySelector("main p")!
            .TextContent.ShouldBe("Too many wrong passwords came from your network. Wait a few seconds, go back and sign in again.");
        await using (var db = server.Db("dc3"))
            (await db.Throttles.MaxAsync(row => row.Failures)).ShouldBe(6); // what was refused counts against no one
        await SignIn(flooder, other); // even the right one is not looked at
        flooder.Answer.Status.ShouldBe(503);

        await again.SignIn(email, "a wrong password");
        again.Answer.Status.ShouldBe(400);
        await again.SignIn(email);
        again.Path.ShouldBe("/account");
        await elsewhere.SignIn(other);
        elsewhere.Path.ShouldBe("/account");

        server.Clock.Advance(TimeSpan.FromSeconds(4));
        (await Guess(flooder, 3)).ShouldBe([400, 503, 503]);
        server.Clock.Advance(TimeSpan.FromSeconds(13));
        (await Guess(flooder, 5)).ShouldBe([400, 400, 400, 503, 503]);
        server.Clock.Advance(AttemptThrottle.Window);
        (await Guess(flooder, 12)).Count(status => status == 400).ShouldBe(6);
    }

    [Fact]
    public async Task A_network_that_is_limited_gets_the_same_page_whether_or_not_its_form_leads_to_an_application()
    {
        await using var server = await Start();
        var flooder = await Visit(server, "203.0.113.7");
        await Guess(flooder, 11);
        var page = flooder.Answer.Body;
        await flooder.Open(BrowserSession.Link());
        await flooder.SignIn(await server.Person());
        (flooder.Answer.Status, flooder.Answer.Body).ShouldBe((503, page));
    }

    [Fact]
    public async Task A_person_can_sign_in_although_no_processor_is_ever_idle()
    {
        await using var server = await Start("--Tokenhouse:PasswordHashing:Yields", "true");
        var session = await Visit(server, "203.0.113.7");
        using var end = new CancellationTokenSource();
        var spinning = Enumerable.Range(0, System.Environment.ProcessorCount).Select(_ => new Thread(() => Spin(end.Token))).ToList();
        spinning.ForEach(thread => thread.Start());
        try
        {
            await session.SignIn(await server.Person());
        }
        finally
        {
            await end.CancelAsync();
            spinning.ForEach(thread => thread.Join());
        }
        session.Path.ShouldBe("/account");
    }

    [Fact]
    public async Task Many_people_behind_one_address_who_know_their_passwords_sign_in_at_once()
    {
        await using var server = await Start();
        for (var i = 0; i < 2 * PasswordFailureLimiter.AtOnce; i++)
        {
            var person = await Visit(server, "203.0.113.7");
            await person.SignIn(await server.Person());
            person.Path.ShouldBe("/account");
        }
    }

    [Fact]
    public async Task The_pace_does_not_tell_that_the_password_of_a_disabled_account_is_right()
    {
        await using var server = await Start();
        var email = await server.Person(account => account.DisabledAt = new(2026, 5, 3, 0, 0, 0, TimeSpan.Zero));
        var guesser = await Visit(server, "203.0.113.7");
        await guesser.SignIn(email);
        guesser.Answer.Status.ShouldBe(400);
        (await Guess(guesser, 6)).ShouldBe([.. Enumerable.Repeat(400, 5), 503]);
        await SignIn(guesser, email);
        guesser.Answer.Status.ShouldBe(503);
    }

    [Fact]
    public async Task Many_networks_of_strangers_do_not_keep_out_a_person_who_signed_in_from_theirs_before()
    {
        await using var server = await Start();
        var email = await server.Person();
        var known = await Visit(server, "203.0.113.7");
        await known.SignIn(email);
        var again = await Visit(server, "203.0.113.9"); // the same /24
        var threads = server.Services("dc3").GetRequiredService<PasswordHashingPool>();
        await using var busy = await BusyThreads.Hold(server);
        var strangers = Enumerable
            .Range(0, FairQueue<string>.Most)
            .Select(i => threads.Compute(new($"network {i}", "stranger"), isKnown: false, () => true))
            .ToList();
        var signIn = again.SignIn(email);
        await Eventually.True(() => Task.FromResult(busy.Waiting == FairQueue<string>.Most + 1));
        busy.Release();
        await signIn;
        again.Path.ShouldBe("/account");
        await Task.WhenAll(strangers);
    }

    [Fact]
    public async Task Every_page_that_hashes_a_password_says_that_the_server_is_busy_and_does_nothing()
    {
        await using var server = await Start();
        var email = await server.Person();
        var person = await Visit(server, "203.0.113.7");
        await person.SignIn(email);
        var before = await server.Account(email);
        await person.Open(BrowserSession.Dc3 + "/account/password");
        await using var busy = await BusyThreads.Hold(server);
        busy.Fill();
        await person.Submit("/account/password", ("current", BrowserSession.Password), ("password", New), ("again", New));
        IsBusy(person);

        var forgetful = await Visit(server, "203.0.113.8");
        await forgetful.Open(BrowserSession.Dc3 + "/account/forgot");
        await forgetful.Submit("/account/forgot", ("email", email));
        await forgetful.Open(await SentEmails.Link(server, email));
        await forgetful.Submit("/account/reset", ("password", New), ("again", New));
        (forgetful.Answer.Status, forgetful.Answer["Retry-After"], forgetful.Heading).ShouldBe((503, "5", "Try again in a few seconds"));
        forgetful.Page.QuerySelector("main")!.TextContent.ShouldContain(Busy);
        (await server.Account(email)).PasswordHash.ShouldBe(before.PasswordHash);
    }

    [Fact]
    public async Task A_hash_with_fewer_rounds_than_are_asked_for_is_made_stronger_by_signing_in()
    {
        await using var server = await Start();
        var weak = new PasswordHasher<Account>(
            Microsoft.Extensions.Options.Options.Create(new PasswordHasherOptions { IterationCount = 50 })
        );
        var email = await server.Person(account => account.PasswordHash = weak.HashPassword(account, BrowserSession.Password));
        var before = (await server.Account(email)).PasswordHash;
        var session = new BrowserSession(server);
        await session.SignInTo("/account", email);
        session.Path.ShouldBe("/account");
        (await server.Account(email)).PasswordHash.ShouldNotBe(before);
        await new BrowserSession(server).SignInTo("/account", email);
    }

    [Fact]
    public async Task Identity_itself_cannot_hash_a_password()
    {
        await using var server = await Start();
        await using var scope = server.Services("dc3").CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var ada = (await accounts.FindByEmailAsync(BrowserSession.Ada))!;
        await Should.ThrowAsync<InvalidOperationException>(() => accounts.CheckPasswordAsync(ada, BrowserSession.Password));
        Should.Throw<InvalidOperationException>(() => accounts.PasswordHasher.HashPassword(ada, New));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("257")]
    public async Task A_number_of_threads_that_makes_no_sense_stops_the_start(string atOnce)
    {
        var refused = await Should.ThrowAsync<Tokenhouse.Server.Hosting.Options.StartRefusedException>(() =>
            TestServer.Start(Database.Sqlite, "--Tokenhouse:PasswordHashing:AtOnce", atOnce)
        );
        refused.Message.ShouldBe(
            $"Tokenhouse:PasswordHashing:AtOnce is {atOnce}. Set a number from 1 to 256, or omit it to use half the processors."
        );
    }

    /// <summary>The page that refuses a network has no form: then the sign-in page is opened again.</summary>
    private static async Task SignIn(BrowserSession session, string email, string password = BrowserSession.Password)
    {
        if (session.Page.QuerySelector("input[type=password]") is null)
            await session.Open(BrowserSession.Dc3 + "/account");
        await session.SignIn(email, password);
    }

    private static async Task<IReadOnlyList<int>> Guess(BrowserSession guesser, int times)
    {
        var statuses = new List<int>();
        for (var i = 0; i < times; i++)
        {
            await SignIn(guesser, $"stranger{i}@nowhere.example", "a wrong password");
            statuses.Add(guesser.Answer.Status);
        }
        return statuses;
    }

    private static void IsBusy(BrowserSession session) =>
        (session.Answer.Status, session.Answer["Retry-After"], session.Notice).ShouldBe((503, "5", Busy));

    private static async Task<BrowserSession> Visit(TestServer server, string address)
    {
        var session = new BrowserSession(server) { Address = address, TakesHtml = true };
        await session.Open(BrowserSession.Dc3 + "/account");
        return session;
    }

    private static Task<TestServer> Start(params string[] settings) =>
        TestServer.Start(
            new TestServerOptions(Database.Sqlite) { Run = ["dc3"], Settings = ["--Tokenhouse:Proxies:0", "127.0.0.0/8", .. settings] }
        );

    private static void Spin(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
            Thread.SpinWait(1000);
    }
}

using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Audit;
using Tokenhouse.Server.Notifications;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.People;

/// <summary>From an invitation to a member.</summary>
[Trait("Category", "Security")]
[Collection<PeopleServers>]
public sealed class InvitationTests(TestServers servers)
{
    private const string Accept = "/invitation";
    private const string New = "a new and long password";
    private const string Late = "This invitation is no longer valid";

    private static int count;

    [Theory, OnEachDatabase]
    public async Task Somebody_new_is_invited_makes_an_account_and_has_the_role(Database database)
    {
        var server = await servers.On(database);
        var (tenant, manager) = await Manager(server, "inv-new");
        var email = Email();
        var link = await Invite(manager, tenant, email, "Developer");
        link.ShouldStartWith(BrowserSession.Hub + "/invitation?link=");
        Text(manager).ShouldContain("Invitation sent. Its link works once, for seven days.");
        manager.Page.QuerySelector("main .card-row h3")!.TextContent.ShouldBe(email);

        var session = new BrowserSession(server);
        for (var i = 0; i < 3; i++)
            await session.Open(link); // mail scanners look at it too
        (session.Answer.Status, session.Heading).ShouldBe((200, "You're invited to inv-new"));
        Text(session).ShouldContain($"{Name(manager)} invites {email} to be Developer there: work with credentials and their secrets.");
        (await Waiting(server, tenant)).ShouldBe(1);
        await session.Submit(Accept, ("name", "Nora New"), ("password", New), ("again", New));
        session.Page.Url.ShouldStartWith(BrowserSession.Dc3 + "/account/sign-in?ticket=");
        await session.SignIn(email, New);
        session.Page.Url.ShouldBe(BrowserSession.Hub + "/t/inv-new");

        var account = await server.Account(email);
        (account.Name, account.EmailConfirmed).ShouldBe(("Nora New", true)); // the link came to that mailbox
        (await server.Actor(email, "inv-new")).Rights.Count.ShouldBe(3);
        (await server.AuditOf(tenant.Id))
            .Select(AuditSentences.Of)
            .ShouldBe([
                $"{Name(manager)} invited {email} as Developer.",
                $"{email} accepted the invitation of {Name(manager)} as Developer.",
            ]);
        await manager.Open(BrowserSession.Hub + "/t/inv-new/people");
        Text(manager).ShouldContain("Nora New");
        await session.Window().Open(link);
        await IsLate(server, link);
    }

    [Fact]
    public async Task Who_has_an_account_accepts_with_it_and_nobody_else_does()
    {
        var server = await servers.On();
        var (tenant, manager) = await Manager(server, "inv-known");
        var email = await server.Person();
        var link = await Invite(manager, tenant, email.ToUpperInvariant(), "Reader");

        var stranger = new BrowserSession(server);
        await stranger.EnterHub(await server.Person());
        await stranger.Open(link);
        Text(stranger).ShouldContain($"but the invitation is for {email}. Sign out, open the link again");
        stranger.Page.QuerySelector($"form[action='{Accept}']").ShouldBeNull();
        await Post(stranger, link, ("name", "x"), ("password", New), ("again", New));
        Text(stranger).ShouldContain("Sign out, open the link again");

        var session = new BrowserSession(server);
        await session.Open(await Invite(manager, tenant, Email(), "Reader"));
        await Post(session, link, ("name", "x"), ("password", New), ("again", New)); // from a form that is for another link
        session.Answer.Status.ShouldBe(200);
        Text(session).ShouldContain("There is already an account with this email address. Sign in with it, then accept here.");
        (await Waiting(server, tenant)).ShouldBe(2);
        await session.Open(BrowserSession.Hub + session.Page.QuerySelector("main a.btn")!.GetAttribute("href"));
        await session.SignIn(email);
        session.Page.Url.ShouldBe(link);
        await session.Submit(Accept);
        session.Page.Url.ShouldBe(BrowserSession.Hub + "/t/inv-known");
        (await server.Account(email)).Name.ShouldNotBe("x");
        await IsLate(server, link);
    }

    [Fact]
    public async Task A_member_keeps_the_higher_of_two_roles()
    {
        var server = await servers.On();
        var (tenant, manager) = await Manager(server, "inv-higher");
        foreach (var (has, invited, then) in new[] { (Role.Developer, "Reader", Role.Developer), (Role.Member, "Manager", Role.Manager) })
        {
            var email = await server.Person();
            var link = await Invite(manager, tenant, email, invited);
            await server.Change(async db =>
                db.Memberships.Add(
                    new()
                    {
                        AccountId = (await db.Accounts.SingleAsync(account => account.Email == email)).Id,
                        TenantId = tenant.Id,
                        Role = has,
                        CreatedAt = server.Clock.GetUtcNow(),
                    }
                )
            );
            var session = new BrowserSession(server);
            await session.EnterHub(email);
            await session.Open(link);
            await session.Submit(Accept);
            await using var db = server.Db("dc3");
            var id = (await server.Account(email)).Id;
            (await db.Memberships.SingleAsync(row => row.TenantId == tenant.Id && row.AccountId == id)).Role.ShouldBe(then);
        }
    }

    [Theory, OnEachDatabase]
    public async Task A_second_invitation_ends_the_first_and_a_withdrawn_or_old_one_leads_nowhere(Database database)
    {
        var server = await servers.On(database);
        var (tenant, manager) = await Manager(server, "inv-ends");
        var email = Email();
        var first = await Invite(manager, tenant, email, "Reader");
        await Invite(manager, tenant, email.ToUpperInvariant(), "Developer");
        var second = (await SentEmails.Wait(server, email, 2)).Select(Link).Single(link => link != first);
        await IsLate(server, first);

        await manager.Open(BrowserSession.Hub + "/t/inv-ends/people");
        await manager.Submit("/withdraw");
        Text(manager).ShouldContain("Invitation withdrawn. Its link no longer works.");
        await IsLate(server, second);

        var late = await Invite(manager, tenant, Email(), "Reader");
        server.Clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        var session = new BrowserSession(server);
        await session.Open(late);
        session.Answer.Status.ShouldBe(200);
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await session.Submit(Accept, ("name", "Late"), ("password", New), ("again", New));
        (session.Answer.Status, session.Heading).ShouldBe((404, Late));
        await IsLate(server, late);
    }

    [Theory, OnEachDatabase]
    public async Task Of_many_who_accept_at_once_one_is_accepted(Database database)
    {
        // A house of its own: those who lose are many attempts from one network.
        await using var server = await TestServer.Start(new TestServerOptions(database) { Run = ["dc3"] });
        var (tenant, manager) = await Manager(server, "inv-race");
        var email = Email();
        var link = await Invite(manager, tenant, email, "Reader");
        var visitors = Enumerable.Range(0, Iterations.Of(4, 30)).Select(_ => new BrowserSession(server)).ToList();
        foreach (var session in visitors)
            await session.Open(link);
        var winners = await Task.WhenAll(
            visitors.Select(
                async (session, number) =>
                {
                    await session.Submit(Accept, ("name", $"Number {number}"), ("password", New), ("again", New));
                    return session.Path == "/account/sign-in" ? $"Number {number}" : null; // on the way to the Hub
                }
            )
        );
        (await server.Account(email)).Name.ShouldBe(winners.OfType<string>().ShouldHaveSingleItem());
        (await server.AuditOf(tenant.Id)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_was_entered_is_explained_and_spends_nothing()
    {
        var server = await servers.On();
        var (tenant, manager) = await Manager(server, "inv-faults");
        var email = Email();
        var session = new BrowserSession(server);
        await session.Open(await Invite(manager, tenant, email, "Member"));
        foreach (
            var (name, password, again, fault) in new[]
            {
                ("", New, New, "Enter your name, with at most 200 characters and no invisible ones."),
                (new string('n', 201), New, New, "Enter your name, with at most 200 characters and no invisible ones."),
                ("Nora", "short", "short", "Choose a password of at least 10 characters."),
                ("Nora", email.ToUpperInvariant(), email.ToUpperInvariant(), "Choose a password that isn't your email address."),
                ("Nora", New, New + "!", "The passwords don't match. Enter the same one twice."),
            }
        )
        {
            await session.Submit(Accept, ("name", name), ("password", password), ("again", again));
            session.Answer.Status.ShouldBe(422);
            session.Page.QuerySelector(".invalid-feedback")!.TextContent.ShouldBe(fault);
            session.Answer.Body.ShouldNotContain(New);
        }
        (await Waiting(server, tenant)).ShouldBe(1);
        await session.Submit(Accept, ("name", "Nora"), ("password", New), ("again", New));
        session.Heading.ShouldBe("You're now a member of inv-faults"); // a Member has nothing to do in the Hub
    }

    [Fact]
    public async Task What_a_Manager_entered_is_explained()
    {
        var server = await servers.On();
        var (tenant, manager) = await Manager(server, "inv-wrong");
        var member = await server.Member(tenant, Role.Reader);
        await manager.Open(BrowserSession.Hub + "/t/inv-wrong/people/invite");
        foreach (
            var (email, fault) in new[]
            {
                ("", "Enter an email address such as ada@example.com."),
                ("ada", "Enter an email address such as ada@example.com."),
                ("Ada <ada@nordia.example>", "Enter an email address such as ada@example.com."),
                ("a@x.example, b@x.example", "Enter an email address such as ada@example.com."),
                (new string('a', 250) + "@x.example", "Enter an email address such as ada@example.com."),
                (member.ToUpperInvariant(), $"{member} is already a member, as Reader. Change the role in the list of people."),
                (Name(manager), "This is your own address. You can't invite yourself."),
            }
        )
        {
            await manager.Submit("/people/invite", ("email", email), ("role", "Reader"));
            manager.Answer.Status.ShouldBe(422);
            manager.Page.QuerySelector(".invalid-feedback")!.TextContent.ShouldBe(fault);
            manager.Page.QuerySelector("#email")!.GetAttribute("value").ShouldBe(email);
        }
        await manager.Submit("/people/invite", ("email", Email()), ("role", "Owner"));
        manager.Answer.Status.ShouldBe(422);
        (await server.AuditOf(tenant.Id)).ShouldBeEmpty();
        (await Waiting(server, tenant)).ShouldBe(0);
    }

    [Fact]
    public async Task Nobody_is_written_to_more_than_five_times_a_day()
    {
        var server = await servers.On();
        var (tenant, manager) = await Manager(server, "inv-often");
        var email = Email();
        for (var i = 0; i < 5; i++)
            await Invite(manager, tenant, email, "Reader");
        await manager.Open(BrowserSession.Hub + "/t/inv-often/people/invite");
        await manager.Submit("/people/invite", ("email", email), ("role", "Reader"));
        manager.Answer.Status.ShouldBe(409);
        (await Waiting(server, tenant)).ShouldBe(1);
    }

    [Fact]
    public async Task Inviting_asks_for_a_sign_in_of_the_last_five_minutes()
    {
        var server = await servers.On();
        var (_, manager) = await Manager(server, "inv-fresh");
        server.Clock.Advance(TimeSpan.FromMinutes(5));
        await manager.Open(BrowserSession.Hub + "/t/inv-fresh/people");
        manager.Answer.Status.ShouldBe(200);
        manager.Page.Url.ShouldStartWith(BrowserSession.Hub);
        await manager.Open(BrowserSession.Hub + "/t/inv-fresh/people/invite");
        manager.Page.Url.ShouldStartWith(BrowserSession.Dc3 + "/account/sign-in?");
    }

    [Fact]
    public async Task Without_mail_the_link_is_shown_once_and_the_mailbox_is_not_taken_as_shown()
    {
        await using var server = await TestServer.Start(
            new TestServerOptions(Databases.Default)
            {
                Run = ["dc3"],
                Services = services => services.AddSingleton(new SmtpEmailSender(null)),
            }
        );
        var (tenant, manager) = await Manager(server, "inv-no-mail");
        var email = Email();
        await manager.Open(BrowserSession.Hub + "/t/inv-no-mail/people/invite");
        await manager.Submit("/people/invite", ("email", email), ("role", "Reader"));
        (manager.Answer.Status, manager.Answer["Cache-Control"], manager.Heading).ShouldBe((200, "no-store", "Invitation link"));
        var link = Link(manager.Page.Body!.TextContent + " " + manager.Answer.Body.Replace("\"", " ", StringComparison.Ordinal));
        var session = new BrowserSession(server);
        await session.Open(link);
        await session.Submit(Accept, ("name", "Nora"), ("password", New), ("again", New));
        await session.SignIn(email, New);
        session.Page.Url.ShouldBe(BrowserSession.Hub + "/t/inv-no-mail");
        (await server.Account(email)).EmailConfirmed.ShouldBeFalse();
        await manager.Open(BrowserSession.Hub + "/t/inv-no-mail/people");
        manager.Answer.Body.ShouldNotContain(link[^43..]);
        (await Waiting(server, tenant)).ShouldBe(0);
    }

    [Fact]
    public async Task Who_tries_links_is_stopped_and_every_wrong_one_gets_the_same_answer()
    {
        await using var server = await TestServer.Start(
            new TestServerOptions(Databases.Default) { Run = ["dc3"], Settings = ["--Tokenhouse:Proxies:0", "127.0.0.0/8"] }
        );
        var guesser = new BrowserSession(server) { Address = "198.51.100.1" };
        var bodies = new HashSet<string>();
        foreach (var link in (string[])["", "x", new string('A', 43), new string('A', 5000), "é"])
        {
            await guesser.Open($"{BrowserSession.Hub}/invitation?link={Uri.EscapeDataString(link)}");
            guesser.Answer.Status.ShouldBe(404);
            bodies.Add(VolatileParts.Named(guesser.Answer));
        }
        bodies.ShouldHaveSingleItem();
        var (tenant, manager) = await Manager(server, "inv-guess");
        var neighbour = new BrowserSession(server) { Address = guesser.Address };
        await neighbour.Open(await Invite(manager, tenant, Email(), "Reader")); // of honest people who share an address
        neighbour.Answer.Status.ShouldBe(200);

        for (var i = bodies.Count + 4; i < 100; i++)
            await guesser.Open($"{BrowserSession.Hub}/invitation?link={i}");
        guesser.Answer.Status.ShouldBe(404);
        await guesser.Open($"{BrowserSession.Hub}/invitation?link={new string('B', 43)}");
        (guesser.Answer.Status, guesser.Answer["Retry-After"], guesser.Heading).ShouldBe((429, "900", "Too many attempts"));
        await neighbour.EnterHub(await server.Member(tenant, Role.Reader), "/t/inv-guess");
        neighbour.Answer.Status.ShouldBe(200); // links that were wrong stop no sign-in
        var other = new BrowserSession(server) { Address = "198.51.100.2" };
        var right = await Invite(manager, tenant, Email(), "Reader");
        for (var i = 0; i < 7; i++)
            await other.Open(right);
        other.Answer.Status.ShouldBe(200);
    }

    [Theory, OnEachDatabase]
    public async Task Only_the_hash_of_a_link_is_kept_and_the_sweeper_takes_it_when_it_is_over(Database database)
    {
        var server = await servers.On(database);
        var (tenant, manager) = await Manager(server, "inv-hash");
        var link = await Invite(manager, tenant, Email(), "Reader");
        await using var db = server.Db("dc3");
        var row = await db.Invitations.IgnoreQueryFilters().AsNoTracking().SingleAsync(row => row.TenantId == tenant.Id);
        row.Hash.ShouldBe(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(link[^43..])));
        server.Clock.Advance(TimeSpan.FromDays(7));
        await server.Services("dc3").GetRequiredService<CleanupService>().Sweep(CancellationToken.None);
        (await db.Invitations.IgnoreQueryFilters().AnyAsync(row => row.TenantId == tenant.Id)).ShouldBeFalse();
    }

    private static string Email() => $"guest{Interlocked.Increment(ref count).ToString(CultureInfo.InvariantCulture)}@guests.example";

    private static async Task<(Tenant Tenant, BrowserSession Manager)> Manager(TestServer server, string slug)
    {
        var tenant = await server.AddTenant(slug);
        var session = new BrowserSession(server);
        await session.EnterHub(await server.Member(tenant, Role.Manager), $"/t/{slug}/people");
        session.Heading.ShouldBe("People");
        return (tenant, session);
    }

    private static string Name(BrowserSession session) => session.Page.QuerySelector(".corner-name")!.TextContent;

    private static async Task<string> Invite(BrowserSession manager, Tenant tenant, string email, string role)
    {
        var before = SentEmails.To(manager.Server, email).Count;
        await manager.Open($"{BrowserSession.Hub}/t/{tenant.Slug}/people/invite");
        await manager.Submit("/people/invite", ("email", email), ("role", role));
        manager.Page.Url.ShouldBe($"{BrowserSession.Hub}/t/{tenant.Slug}/people?done=invited", manager.Answer.Body);
        return Link((await SentEmails.Wait(manager.Server, email.ToLowerInvariant(), before + 1))[^1]);
    }

    private static string Link(string text) =>
        System
            .Text.RegularExpressions.Regex.Match(text, @"http\S+/invitation\?link=[A-Za-z0-9_-]{43}", default, TimeSpan.FromSeconds(1))
            .Value;

    private static async Task Post(BrowserSession session, string link, params (string Name, string Value)[] fields)
    {
        var token = session.Page.QuerySelector("[name=form_token]")!.GetAttribute("value")!;
        var form = fields
            .Append(("link", link[^43..]))
            .Append(("form_token", token))
            .ToDictionary(field => field.Item1, field => field.Item2);
        await session.Go(new(HttpMethod.Post, new Uri(BrowserSession.Hub + Accept)) { Content = new FormUrlEncodedContent(form) });
    }

    private static async Task<int> Waiting(TestServer server, Tenant tenant)
    {
        await using var db = server.Db("dc3");
        return await db
            .Invitations.IgnoreQueryFilters()
            .CountAsync(row => row.TenantId == tenant.Id && row.AcceptedAt == null && row.WithdrawnAt == null);
    }

    private static async Task IsLate(TestServer server, string link)
    {
        var session = new BrowserSession(server);
        await session.Open(link);
        (session.Answer.Status, session.Heading).ShouldBe((404, Late));
        Text(session)
            .ShouldContain(
                "It was accepted or withdrawn, is older than seven days, or its link is incomplete. Ask the person who invited you for a new one."
            );
    }

    /// <summary>The visible text of the page with single spaces.</summary>
    private static string Text(BrowserSession session) =>
        string.Join(' ', session.Page.QuerySelector("main")!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Mail;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.People;

/// <summary>From an invitation to a member.</summary>
[Trait("Category", "Security")]
public sealed class InvitationTests(Houses houses) : IClassFixture<Houses>
{
    private const string Accept = "/invitation";
    private const string New = "a new and long password";
    private const string Late = "This invitation is no longer valid";

    private static int count;

    [Theory, OnEachDatabase]
    public async Task Somebody_new_is_invited_makes_an_account_and_has_the_role(Database database)
    {
        var house = await houses.On(database);
        var (tenant, manager) = await Manager(house, "inv-new");
        var email = Email();
        var link = await Invite(manager, tenant, email, "Developer");
        link.ShouldStartWith(Visitor.Hub + "/invitation?link=");
        Text(manager).ShouldContain("Invitation sent. Its link works once, for seven days.");
        manager.Page.QuerySelector("main .card-row h3")!.TextContent.ShouldBe(email);

        var visitor = new Visitor(house);
        for (var i = 0; i < 3; i++)
            await visitor.Open(link); // mail scanners look at it too
        (visitor.Answer.Status, visitor.Heading).ShouldBe((200, "You're invited to inv-new"));
        Text(visitor).ShouldContain($"{Name(manager)} invites {email} to be Developer there: work with credentials and their secrets.");
        (await Waiting(house, tenant)).ShouldBe(1);
        await visitor.Submit(Accept, ("name", "Nora New"), ("password", New), ("again", New));
        visitor.Page.Url.ShouldStartWith(Visitor.Dc3 + "/account/sign-in?ticket=");
        await visitor.SignIn(email, New);
        visitor.Page.Url.ShouldBe(Visitor.Hub + "/t/inv-new");

        var account = await house.Account(email);
        (account.Name, account.EmailConfirmed).ShouldBe(("Nora New", true)); // the link came to that mailbox
        (await house.Actor(email, "inv-new")).Rights.Count.ShouldBe(3);
        (await house.Audit(tenant.Id))
            .Select(Server.Admin.Audit.Sentences.Of)
            .ShouldBe([
                $"{Name(manager)} invited {email} as Developer.",
                $"{email} accepted the invitation of {Name(manager)} as Developer.",
            ]);
        await manager.Open(Visitor.Hub + "/t/inv-new/people");
        Text(manager).ShouldContain("Nora New");
        await visitor.Window().Open(link);
        await IsLate(house, link);
    }

    [Theory, OnEachDatabase]
    public async Task Who_has_an_account_accepts_with_it_and_nobody_else_does(Database database)
    {
        var house = await houses.On(database);
        var (tenant, manager) = await Manager(house, "inv-known");
        var email = await house.Person();
        var link = await Invite(manager, tenant, email.ToUpperInvariant(), "Reader");

        var stranger = new Visitor(house);
        await stranger.EnterHub(await house.Person());
        await stranger.Open(link);
        Text(stranger).ShouldContain($"but the invitation is for {email}. Sign out, open the link again");
        stranger.Page.QuerySelector($"form[action='{Accept}']").ShouldBeNull();
        await Post(stranger, link, ("name", "x"), ("password", New), ("again", New));
        Text(stranger).ShouldContain("Sign out, open the link again");

        var visitor = new Visitor(house);
        await visitor.Open(await Invite(manager, tenant, Email(), "Reader"));
        await Post(visitor, link, ("name", "x"), ("password", New), ("again", New)); // from a form that is for another link
        visitor.Answer.Status.ShouldBe(200);
        Text(visitor).ShouldContain("There is already an account with this email address. Sign in with it, then accept here.");
        (await Waiting(house, tenant)).ShouldBe(2);
        await visitor.Open(Visitor.Hub + visitor.Page.QuerySelector("main a.btn")!.GetAttribute("href"));
        await visitor.SignIn(email);
        visitor.Page.Url.ShouldBe(link);
        await visitor.Submit(Accept);
        visitor.Page.Url.ShouldBe(Visitor.Hub + "/t/inv-known");
        (await house.Account(email)).Name.ShouldNotBe("x");
        await IsLate(house, link);
    }

    [Theory, OnEachDatabase]
    public async Task A_member_keeps_the_higher_of_two_roles(Database database)
    {
        var house = await houses.On(database);
        var (tenant, manager) = await Manager(house, "inv-higher");
        foreach (var (has, invited, then) in new[] { (Role.Developer, "Reader", Role.Developer), (Role.Member, "Manager", Role.Manager) })
        {
            var email = await house.Person();
            var link = await Invite(manager, tenant, email, invited);
            await house.Change(async db =>
                db.Memberships.Add(
                    new()
                    {
                        AccountId = (await db.Accounts.SingleAsync(account => account.Email == email)).Id,
                        TenantId = tenant.Id,
                        Role = has,
                        CreatedAt = house.Clock.GetUtcNow(),
                    }
                )
            );
            var visitor = new Visitor(house);
            await visitor.EnterHub(email);
            await visitor.Open(link);
            await visitor.Submit(Accept);
            await using var db = house.Db("dc3");
            var id = (await house.Account(email)).Id;
            (await db.Memberships.SingleAsync(row => row.TenantId == tenant.Id && row.AccountId == id)).Role.ShouldBe(then);
        }
    }

    [Theory, OnEachDatabase]
    public async Task A_second_invitation_ends_the_first_and_a_withdrawn_or_old_one_leads_nowhere(Database database)
    {
        var house = await houses.On(database);
        var (tenant, manager) = await Manager(house, "inv-ends");
        var email = Email();
        var first = await Invite(manager, tenant, email, "Reader");
        await Invite(manager, tenant, email.ToUpperInvariant(), "Developer");
        var second = (await Outbox.Wait(house, email, 2)).Select(Link).Single(link => link != first);
        await IsLate(house, first);

        await manager.Open(Visitor.Hub + "/t/inv-ends/people");
        await manager.Submit("/withdraw");
        Text(manager).ShouldContain("Invitation withdrawn. Its link no longer works.");
        await IsLate(house, second);

        var late = await Invite(manager, tenant, Email(), "Reader");
        house.Clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        var visitor = new Visitor(house);
        await visitor.Open(late);
        visitor.Answer.Status.ShouldBe(200);
        house.Clock.Advance(TimeSpan.FromSeconds(1));
        await visitor.Submit(Accept, ("name", "Late"), ("password", New), ("again", New));
        (visitor.Answer.Status, visitor.Heading).ShouldBe((404, Late));
        await IsLate(house, late);
    }

    [Theory, OnEachDatabase]
    public async Task Of_many_who_accept_at_once_one_is_accepted(Database database)
    {
        // A house of its own: those who lose are many attempts from one network.
        await using var house = await House.Start(new HousePlan(database) { Run = ["dc3"] });
        var (tenant, manager) = await Manager(house, "inv-race");
        var email = Email();
        var link = await Invite(manager, tenant, email, "Reader");
        var visitors = Enumerable.Range(0, Counts.Of(4, 30)).Select(_ => new Visitor(house)).ToList();
        foreach (var visitor in visitors)
            await visitor.Open(link);
        var winners = await Task.WhenAll(
            visitors.Select(
                async (visitor, number) =>
                {
                    await visitor.Submit(Accept, ("name", $"Number {number}"), ("password", New), ("again", New));
                    return visitor.Path == "/account/sign-in" ? $"Number {number}" : null; // on the way to the Hub
                }
            )
        );
        (await house.Account(email)).Name.ShouldBe(winners.OfType<string>().ShouldHaveSingleItem());
        (await house.Audit(tenant.Id)).Count.ShouldBe(2);
    }

    [Theory, OnEachDatabase]
    public async Task What_was_entered_is_explained_and_spends_nothing(Database database)
    {
        var house = await houses.On(database);
        var (tenant, manager) = await Manager(house, "inv-faults");
        var email = Email();
        var visitor = new Visitor(house);
        await visitor.Open(await Invite(manager, tenant, email, "Member"));
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
            await visitor.Submit(Accept, ("name", name), ("password", password), ("again", again));
            visitor.Answer.Status.ShouldBe(422);
            visitor.Page.QuerySelector(".invalid-feedback")!.TextContent.ShouldBe(fault);
            visitor.Answer.Body.ShouldNotContain(New);
        }
        (await Waiting(house, tenant)).ShouldBe(1);
        await visitor.Submit(Accept, ("name", "Nora"), ("password", New), ("again", New));
        visitor.Heading.ShouldBe("You're now a member of inv-faults"); // a Member has nothing to do in the Hub
    }

    [Theory, OnEachDatabase]
    public async Task What_a_Manager_entered_is_explained(Database database)
    {
        var house = await houses.On(database);
        var (tenant, manager) = await Manager(house, "inv-wrong");
        var member = await house.Member(tenant, Role.Reader);
        await manager.Open(Visitor.Hub + "/t/inv-wrong/people/invite");
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
        (await house.Audit(tenant.Id)).ShouldBeEmpty();
        (await Waiting(house, tenant)).ShouldBe(0);
    }

    [Theory, OnEachDatabase]
    public async Task Nobody_is_written_to_more_than_five_times_a_day(Database database)
    {
        var house = await houses.On(database);
        var (tenant, manager) = await Manager(house, "inv-often");
        var email = Email();
        for (var i = 0; i < 5; i++)
            await Invite(manager, tenant, email, "Reader");
        await manager.Open(Visitor.Hub + "/t/inv-often/people/invite");
        await manager.Submit("/people/invite", ("email", email), ("role", "Reader"));
        manager.Answer.Status.ShouldBe(409);
        (await Waiting(house, tenant)).ShouldBe(1);
    }

    [Theory, OnEachDatabase]
    public async Task Inviting_asks_for_a_sign_in_of_the_last_five_minutes(Database database)
    {
        var house = await houses.On(database);
        var (_, manager) = await Manager(house, "inv-fresh");
        house.Clock.Advance(TimeSpan.FromMinutes(5));
        await manager.Open(Visitor.Hub + "/t/inv-fresh/people");
        manager.Answer.Status.ShouldBe(200);
        manager.Page.Url.ShouldStartWith(Visitor.Hub);
        await manager.Open(Visitor.Hub + "/t/inv-fresh/people/invite");
        manager.Page.Url.ShouldStartWith(Visitor.Dc3 + "/account/sign-in?");
    }

    [Theory, OnEachDatabase]
    public async Task Without_mail_the_link_is_shown_once_and_the_mailbox_is_not_taken_as_shown(Database database)
    {
        await using var house = await House.Start(
            new HousePlan(database) { Run = ["dc3"], Services = services => services.AddSingleton(new Postbox(null)) }
        );
        var (tenant, manager) = await Manager(house, "inv-no-mail");
        var email = Email();
        await manager.Open(Visitor.Hub + "/t/inv-no-mail/people/invite");
        await manager.Submit("/people/invite", ("email", email), ("role", "Reader"));
        (manager.Answer.Status, manager.Answer["Cache-Control"], manager.Heading).ShouldBe((200, "no-store", "Invitation link"));
        var link = Link(manager.Page.Body!.TextContent + " " + manager.Answer.Body.Replace("\"", " ", StringComparison.Ordinal));
        var visitor = new Visitor(house);
        await visitor.Open(link);
        await visitor.Submit(Accept, ("name", "Nora"), ("password", New), ("again", New));
        await visitor.SignIn(email, New);
        visitor.Page.Url.ShouldBe(Visitor.Hub + "/t/inv-no-mail");
        (await house.Account(email)).EmailConfirmed.ShouldBeFalse();
        await manager.Open(Visitor.Hub + "/t/inv-no-mail/people");
        manager.Answer.Body.ShouldNotContain(link[^43..]);
        (await Waiting(house, tenant)).ShouldBe(0);
    }

    [Theory, OnEachDatabase]
    public async Task Who_tries_links_is_stopped_and_every_wrong_one_gets_the_same_answer(Database database)
    {
        await using var house = await House.Start(
            new HousePlan(database) { Run = ["dc3"], Settings = ["--Tokenhouse:Proxies:0", "127.0.0.0/8"] }
        );
        var guesser = new Visitor(house) { Address = "198.51.100.1" };
        var bodies = new HashSet<string>();
        foreach (var link in (string[])["", "x", new string('A', 43), new string('A', 5000), "é"])
        {
            await guesser.Open($"{Visitor.Hub}/invitation?link={Uri.EscapeDataString(link)}");
            guesser.Answer.Status.ShouldBe(404);
            bodies.Add(Changing.Named(guesser.Answer));
        }
        bodies.ShouldHaveSingleItem();
        var (tenant, manager) = await Manager(house, "inv-guess");
        var neighbour = new Visitor(house) { Address = guesser.Address };
        await neighbour.Open(await Invite(manager, tenant, Email(), "Reader")); // of honest people who share an address
        neighbour.Answer.Status.ShouldBe(200);

        for (var i = bodies.Count + 4; i < 100; i++)
            await guesser.Open($"{Visitor.Hub}/invitation?link={i}");
        guesser.Answer.Status.ShouldBe(404);
        await guesser.Open($"{Visitor.Hub}/invitation?link={new string('B', 43)}");
        (guesser.Answer.Status, guesser.Answer["Retry-After"], guesser.Heading).ShouldBe((429, "900", "Too many attempts"));
        await neighbour.EnterHub(await house.Member(tenant, Role.Reader), "/t/inv-guess");
        neighbour.Answer.Status.ShouldBe(200); // links that were wrong stop no sign-in
        var other = new Visitor(house) { Address = "198.51.100.2" };
        var right = await Invite(manager, tenant, Email(), "Reader");
        for (var i = 0; i < 7; i++)
            await other.Open(right);
        other.Answer.Status.ShouldBe(200);
    }

    [Theory, OnEachDatabase]
    public async Task Only_the_hash_of_a_link_is_kept_and_the_sweeper_takes_it_when_it_is_over(Database database)
    {
        var house = await houses.On(database);
        var (tenant, manager) = await Manager(house, "inv-hash");
        var link = await Invite(manager, tenant, Email(), "Reader");
        await using var db = house.Db("dc3");
        var row = await db.Invitations.IgnoreQueryFilters().AsNoTracking().SingleAsync(row => row.TenantId == tenant.Id);
        row.Hash.ShouldBe(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(link[^43..])));
        house.Clock.Advance(TimeSpan.FromDays(7));
        await house.Services("dc3").GetRequiredService<Server.Data.Sweeper>().Sweep(CancellationToken.None);
        (await db.Invitations.IgnoreQueryFilters().AnyAsync(row => row.TenantId == tenant.Id)).ShouldBeFalse();
    }

    private static string Email() => $"guest{Interlocked.Increment(ref count).ToString(CultureInfo.InvariantCulture)}@guests.example";

    private static async Task<(Tenant Tenant, Visitor Manager)> Manager(House house, string slug)
    {
        var tenant = await house.AddTenant(slug);
        var visitor = new Visitor(house);
        await visitor.EnterHub(await house.Member(tenant, Role.Manager), $"/t/{slug}/people");
        visitor.Heading.ShouldBe("People");
        return (tenant, visitor);
    }

    private static string Name(Visitor visitor) => visitor.Page.QuerySelector(".corner-name")!.TextContent;

    private static async Task<string> Invite(Visitor manager, Tenant tenant, string email, string role)
    {
        var before = Outbox.To(manager.House, email).Count;
        await manager.Open($"{Visitor.Hub}/t/{tenant.Slug}/people/invite");
        await manager.Submit("/people/invite", ("email", email), ("role", role));
        manager.Page.Url.ShouldBe($"{Visitor.Hub}/t/{tenant.Slug}/people?done=invited", manager.Answer.Body);
        return Link((await Outbox.Wait(manager.House, email.ToLowerInvariant(), before + 1))[^1]);
    }

    private static string Link(string text) =>
        System
            .Text.RegularExpressions.Regex.Match(text, @"http\S+/invitation\?link=[A-Za-z0-9_-]{43}", default, TimeSpan.FromSeconds(1))
            .Value;

    private static async Task Post(Visitor visitor, string link, params (string Name, string Value)[] fields)
    {
        var token = visitor.Page.QuerySelector("[name=form_token]")!.GetAttribute("value")!;
        var form = fields
            .Append(("link", link[^43..]))
            .Append(("form_token", token))
            .ToDictionary(field => field.Item1, field => field.Item2);
        await visitor.Go(new(HttpMethod.Post, new Uri(Visitor.Hub + Accept)) { Content = new FormUrlEncodedContent(form) });
    }

    private static async Task<int> Waiting(House house, Tenant tenant)
    {
        await using var db = house.Db("dc3");
        return await db
            .Invitations.IgnoreQueryFilters()
            .CountAsync(row => row.TenantId == tenant.Id && row.AcceptedAt == null && row.WithdrawnAt == null);
    }

    private static async Task IsLate(House house, string link)
    {
        var visitor = new Visitor(house);
        await visitor.Open(link);
        (visitor.Answer.Status, visitor.Heading).ShouldBe((404, Late));
        Text(visitor)
            .ShouldContain(
                "It was accepted or withdrawn, is older than seven days, or its link is incomplete. Ask the person who invited you for a new one."
            );
    }

    /// <summary>The visible text of the page with single spaces.</summary>
    private static string Text(Visitor visitor) =>
        string.Join(' ', visitor.Page.QuerySelector("main")!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

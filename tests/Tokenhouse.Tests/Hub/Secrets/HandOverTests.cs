using System.Text;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Hub.Credentials;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Secrets;

/// <summary>The first secret of a credential comes to be when somebody of the tenant fetches it, once.</summary>
[Collection<CredentialServers>]
public sealed class HandOverTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    [Fact]
    public async Task The_first_secret_is_made_by_the_button_behind_the_link_and_works()
    {
        var (server, tenant, client) = await Waiting(Databases.Default);
        var session = await server.AtHub(tenant, Role.Developer);
        await session.Open(await Link(session, tenant, client));
        session.Heading.ShouldBe($"The first secret of {client.Id}");
        (await server.SecretsOf(client)).ShouldBeEmpty();

        await session.Submit("/hand-over");
        session.Heading.ShouldBe("The secret");
        session.Answer["Cache-Control"].ShouldBe("no-store");
        var secret = session.Shown();
        secret.ShouldStartWith("ths_live_");
        ClientSecret.LooksMade(secret).ShouldBeTrue();
        var row = (await server.SecretsOf(client)).ShouldHaveSingleItem();
        (row.Hint, row.ExpiresAt, row.Sealed).ShouldBe((secret[^3..], server.Clock.GetUtcNow().AddDays(180), null));
        (await server.Token(BrowserSession.Dc3, client.Id, secret)).Status.ShouldBe(200);

        await session.OpenHub(tenant.At(client));
        session.Answer.Body.ShouldNotContain(secret);
        session.Page.QuerySelector("tbody th code")!.TextContent.ShouldBe(secret[^3..]);
    }

    [Fact]
    public async Task Its_end_can_be_chosen()
    {
        var (server, tenant, client) = await Waiting(Databases.Default);
        var session = await server.AtHub(tenant, Role.Manager);
        await session.Open(await Link(session, tenant, client));
        await session.Submit("/hand-over", ("days", "31"));
        (session.Answer.Status, session.Fault()).ShouldBe((422, "A secret can work for 30, 60, 90, 180, 365 days, or have no expiry."));
        await session.Submit("/hand-over", ("days", "30"));
        (await server.SecretsOf(client)).ShouldHaveSingleItem().ExpiresAt.ShouldBe(server.Clock.GetUtcNow().AddDays(30));
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Every_step_is_audited_and_nothing_that_is_written_holds_the_secret_or_the_link()
    {
        var (server, tenant, client) = await Waiting(Databases.Default);
        var email = await server.Member(tenant, Role.Developer);
        var session = await server.AtHub(email);
        var link = await Link(session, tenant, client);
        await session.Open(link);
        await session.Submit("/hand-over", ("days", "never"));
        var secret = session.Shown();

        var entries = await server.AuditOf(tenant.Id);
        entries
            .Select(entry => $"{entry.Act} {entry.Target} {entry.Environment} by {entry.Actor}")
            .ShouldBe([$"hand-over.made {client.Id} LIVE by {email}", $"secret.handed-over {client.Id} LIVE by {email}"]);
        entries[1].After.ShouldBe($$"""{"hint":"{{secret[^3..]}}"}""");
        await using var db = server.Db("dc3");
        db.Tenant = tenant.Id;
        var kept = (await db.HandOvers.AsNoTracking().SingleAsync()).Hash;
        kept.ShouldBe(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(link.Split("link=")[1])));
        foreach (var text in entries.SelectMany(entry => new[] { entry.Before, entry.After }))
        {
            (text ?? "").ShouldNotContain(secret);
            (text ?? "").ShouldNotContain(Convert.ToBase64String(kept));
        }
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Looking_at_the_link_changes_nothing_and_it_works_once()
    {
        var (server, tenant, client) = await Waiting(Databases.Default);
        var session = await server.AtHub(tenant, Role.Developer);
        var link = await Link(session, tenant, client);
        await session.Open(link);
        await session.Open(link);
        (await server.SecretsOf(client)).ShouldBeEmpty();
        var second = session.Window();
        await second.Open(link);
        await session.Submit("/hand-over");
        await second.Submit("/hand-over");
        (second.Answer.Status, second.Heading).ShouldBe((404, "This link is no longer valid"));
        await second.Open(link);
        second.Heading.ShouldBe("This link is no longer valid");
        (await server.SecretsOf(client)).Count.ShouldBe(1);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Of_racing_requests_one_gets_a_secret()
    {
        var (server, tenant, client) = await Waiting(Databases.Default);
        var session = await server.AtHub(tenant, Role.Developer);
        var link = await Link(session, tenant, client);
        var windows = Enumerable.Range(0, 8).Select(_ => session.Window()).ToList();
        foreach (var window in windows)
            await window.Open(link);
        await Task.WhenAll(windows.Select(window => window.Submit("/hand-over")));
        windows.Count(window => window.Answer.Status == 200).ShouldBe(1);
        windows.Count(window => window.Answer.Status == 404).ShouldBe(7);
        (await server.SecretsOf(client)).Count.ShouldBe(1);
        (await server.AuditOf(tenant.Id)).Count(entry => entry.Act == "secret.handed-over").ShouldBe(1);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Every_link_that_is_good_for_nothing_is_told_the_same()
    {
        var (server, tenant, client) = await Waiting(Databases.Default);
        var other = await server.Credential(tenant);
        var session = await server.AtHub(tenant, Role.Developer);
        var older = await Link(session, tenant, client);
        var link = await Link(session, tenant, client);
        var value = link.Split("link=")[1];
        var hub = BrowserSession.Hub;
        string[] wrong =
        [
            older,
            $"{hub}{tenant.At(client, "/hand-over")}?link=made-up",
            hub + tenant.At(client, "/hand-over"),
            $"{hub}{tenant.At(other, "/hand-over")}?link={value}",
            $"{hub}/t/{tenant.Slug}/credentials/uat/{client.Id}/hand-over?link={value}",
            $"{hub}/t/{tenant.Slug}/credentials/live/nothing/hand-over?link={value}",
        ];
        var told = new HashSet<(int, string)>();
        foreach (var address in wrong)
        {
            await session.Open(address);
            told.Add((session.Answer.Status, session.Page.QuerySelector(".hub-page")!.TextContent));
        }
        told.ShouldHaveSingleItem().Item1.ShouldBe(404);
        told.First().Item2.ShouldContain("If the secret hasn't been collected yet, open the credential and create a new link.");

        server.Clock.Advance(TimeSpan.FromDays(7));
        session = await server.AtHub(tenant, Role.Developer);
        await session.Open(link);
        told.Add((session.Answer.Status, session.Page.QuerySelector(".hub-page")!.TextContent));
        told.Count.ShouldBe(1);
        (await server.SecretsOf(client)).ShouldBeEmpty();
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Who_may_not_hold_secrets_of_the_tenant_gets_nothing_by_the_link()
    {
        var (server, tenant, client) = await Waiting(Databases.Default);
        var developer = await server.AtHub(tenant, Role.Developer);
        var link = await Link(developer, tenant, client);
        string[] others =
        [
            await server.Member(tenant, Role.Reader),
            await server.Member(tenant, Role.Member),
            await server.Member(await server.Company(), Role.Manager),
            await server.Staff(Role.Manager),
        ];
        foreach (var email in others)
        {
            var session = await server.AtHub(email);
            await session.Open(link);
            session.Answer.Status.ShouldBe(404, email);
            session.Answer.Body.ShouldNotContain(client.Id);
        }
        foreach (var session in new[] { await server.AtHub(others[0]), await server.AtHub(others[3]) })
        {
            await session.OpenHub(tenant.At(client));
            session.Heading.ShouldBe(client.Id);
            session.Page.QuerySelector("form[action$='/hand-overs']").ShouldBeNull();
        }
        (await server.SecretsOf(client)).ShouldBeEmpty();
        await developer.Open(link);
        developer.Answer.Status.ShouldBe(200);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Who_signed_in_long_ago_signs_in_again_before_the_link_is_opened()
    {
        var (server, tenant, client) = await Waiting(Databases.Default);
        var email = await server.Member(tenant, Role.Developer);
        var session = await server.AtHub(email);
        var link = await Link(session, tenant, client);
        await session.Open(link);
        server.Clock.Advance(TimeSpan.FromMinutes(6));
        await session.Submit("/hand-over");
        session.Page.QuerySelector("input[type=password]").ShouldNotBeNull();
        (await server.SecretsOf(client)).ShouldBeEmpty();
        await session.Open(link);
        await session.SignIn(email);
        session.Page.Url.ShouldBe(link);
        await session.Submit("/hand-over");
        session.Heading.ShouldBe("The secret");
    }

    [Fact]
    public async Task The_link_is_mailed_to_contact_and_owner()
    {
        var server = (await browserSessions.On()).Server;
        var tenant = await server.Company();
        var contact = $"contact@{tenant.Slug}.example";
        var client = await server.Credential(tenant, with: row => (row.Contact, row.Owner) = (contact, $"owner@{tenant.Slug}.example"));
        var session = await server.AtHub(tenant, Role.Developer);
        var link = await Link(session, tenant, client);
        session
            .Page.QuerySelector("main p.prose")!
            .TextContent.ShouldContain($"We also emailed it to {contact} and owner@{tenant.Slug}.example.");
        var mail = (await SentEmails.Wait(server, $"{contact}, owner@{tenant.Slug}.example")).ShouldHaveSingleItem();
        mail.ShouldContain($"Subject: The secret of {client.Id} is ready to collect");
        mail.ShouldContain(link);
    }

    [Fact]
    public async Task An_app_key_is_made_the_same_way()
    {
        var server = (await browserSessions.On()).Server;
        var tenant = await server.Company();
        var client = await server.Credential(tenant, ClientKind.AppKey);
        var session = await server.AtHub(tenant, Role.Developer);
        await session.Open(await Link(session, tenant, client));
        session.Heading.ShouldBe($"The first key of {client.Id}");
        await session.Submit("/hand-over");
        session.Shown().ShouldMatch("^[A-Za-z0-9]{32}\\z");
        (await server.SecretsOf(client)).ShouldHaveSingleItem().Sealed.ShouldNotBeNull();
    }

    [Fact]
    public async Task No_link_is_made_for_who_has_a_secret_or_can_have_none()
    {
        var server = (await browserSessions.On()).Server;
        var tenant = await server.Company();
        var session = await server.AtHub(tenant, Role.Developer);
        var waiting = await server.Credential(tenant);
        await session.OpenHub(tenant.At(waiting));
        foreach (
            var (client, sentence) in new[]
            {
                (
                    await server.Credential(tenant, secret: "known-secret-1234"),
                    "The first secret of this credential was already collected. Add another secret instead."
                ),
                (
                    await server.Credential(tenant, ClientKind.Browser),
                    "A credential of this kind has no secret, because it couldn't keep one."
                ),
            }
        )
        {
            await session.OpenHub(tenant.At(waiting));
            await session.Post(tenant.At(client, "/hand-overs"));
            session.Answer.Status.ShouldBe(409);
            session.Page.QuerySelector(".hub-page p")!.TextContent.ShouldBe(sentence);
        }
    }

    /// <summary>A credential that waits for its first secret.</summary>
    private async Task<(TestServer House, Tenant Tenant, Client Client)> Waiting(Database database)
    {
        var server = (await browserSessions.On(database)).Server;
        var tenant = await server.Company();
        return (server, tenant, await server.Credential(tenant));
    }

    /// <summary>A new link, made in the Hub.</summary>
    private static async Task<string> Link(BrowserSession session, Tenant tenant, Client client)
    {
        await session.OpenHub(tenant.At(client));
        await session.Submit("/hand-overs");
        session.Heading.ShouldBe("Collection link");
        return session.Shown();
    }
}

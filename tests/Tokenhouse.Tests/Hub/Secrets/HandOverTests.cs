using System.Text;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Secrets;

/// <summary>The first secret of a credential comes to be when somebody of the tenant fetches it, once.</summary>
public sealed class HandOverTests(Visitors visitors) : IClassFixture<Visitors>
{
    [Fact]
    public async Task The_first_secret_is_made_by_the_button_behind_the_link_and_works()
    {
        var (house, tenant, client) = await Waiting(Databases.Default);
        var visitor = await house.AtHub(tenant, Role.Developer);
        await visitor.Open(await Link(visitor, tenant, client));
        visitor.Heading.ShouldBe($"The first secret of {client.Id}");
        (await house.SecretsOf(client)).ShouldBeEmpty();

        await visitor.Submit("/hand-over");
        visitor.Heading.ShouldBe("The secret");
        visitor.Answer["Cache-Control"].ShouldBe("no-store");
        var secret = visitor.Shown();
        secret.ShouldStartWith("ths_live_");
        ClientSecret.LooksMade(secret).ShouldBeTrue();
        var row = (await house.SecretsOf(client)).ShouldHaveSingleItem();
        (row.Hint, row.ExpiresAt, row.Sealed).ShouldBe((secret[^3..], house.Clock.GetUtcNow().AddDays(180), null));
        (await house.Token(Visitor.Dc3, client.Id, secret)).Status.ShouldBe(200);

        await visitor.OpenHub(tenant.At(client));
        visitor.Answer.Body.ShouldNotContain(secret);
        visitor.Page.QuerySelector("tbody th code")!.TextContent.ShouldBe(secret[^3..]);
    }

    [Fact]
    public async Task Its_end_can_be_chosen()
    {
        var (house, tenant, client) = await Waiting(Databases.Default);
        var visitor = await house.AtHub(tenant, Role.Manager);
        await visitor.Open(await Link(visitor, tenant, client));
        await visitor.Submit("/hand-over", ("days", "31"));
        (visitor.Answer.Status, visitor.Fault()).ShouldBe((422, "A secret can work for 30, 60, 90, 180, 365 days, or have no expiry."));
        await visitor.Submit("/hand-over", ("days", "30"));
        (await house.SecretsOf(client)).ShouldHaveSingleItem().ExpiresAt.ShouldBe(house.Clock.GetUtcNow().AddDays(30));
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Every_step_is_audited_and_nothing_that_is_written_holds_the_secret_or_the_link()
    {
        var (house, tenant, client) = await Waiting(Databases.Default);
        var email = await house.Colleague(tenant, Role.Developer);
        var visitor = await house.AtHub(email);
        var link = await Link(visitor, tenant, client);
        await visitor.Open(link);
        await visitor.Submit("/hand-over", ("days", "never"));
        var secret = visitor.Shown();

        var entries = await house.AuditOf(tenant);
        entries
            .Select(entry => $"{entry.Act} {entry.Target} {entry.Environment} by {entry.Actor}")
            .ShouldBe([$"hand-over.made {client.Id} LIVE by {email}", $"secret.handed-over {client.Id} LIVE by {email}"]);
        entries[1].After.ShouldBe($$"""{"hint":"{{secret[^3..]}}"}""");
        await using var db = house.Db("dc3");
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
        var (house, tenant, client) = await Waiting(Databases.Default);
        var visitor = await house.AtHub(tenant, Role.Developer);
        var link = await Link(visitor, tenant, client);
        await visitor.Open(link);
        await visitor.Open(link);
        (await house.SecretsOf(client)).ShouldBeEmpty();
        var second = visitor.Window();
        await second.Open(link);
        await visitor.Submit("/hand-over");
        await second.Submit("/hand-over");
        (second.Answer.Status, second.Heading).ShouldBe((404, "This link is no longer valid"));
        await second.Open(link);
        second.Heading.ShouldBe("This link is no longer valid");
        (await house.SecretsOf(client)).Count.ShouldBe(1);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Of_racing_requests_one_gets_a_secret()
    {
        var (house, tenant, client) = await Waiting(Databases.Default);
        var visitor = await house.AtHub(tenant, Role.Developer);
        var link = await Link(visitor, tenant, client);
        var windows = Enumerable.Range(0, 8).Select(_ => visitor.Window()).ToList();
        foreach (var window in windows)
            await window.Open(link);
        await Task.WhenAll(windows.Select(window => window.Submit("/hand-over")));
        windows.Count(window => window.Answer.Status == 200).ShouldBe(1);
        windows.Count(window => window.Answer.Status == 404).ShouldBe(7);
        (await house.SecretsOf(client)).Count.ShouldBe(1);
        (await house.AuditOf(tenant)).Count(entry => entry.Act == "secret.handed-over").ShouldBe(1);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Every_link_that_is_good_for_nothing_is_told_the_same()
    {
        var (house, tenant, client) = await Waiting(Databases.Default);
        var other = await house.Credential(tenant);
        var visitor = await house.AtHub(tenant, Role.Developer);
        var older = await Link(visitor, tenant, client);
        var link = await Link(visitor, tenant, client);
        var value = link.Split("link=")[1];
        var hub = Visitor.Hub;
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
            await visitor.Open(address);
            told.Add((visitor.Answer.Status, visitor.Page.QuerySelector(".hub-page")!.TextContent));
        }
        told.ShouldHaveSingleItem().Item1.ShouldBe(404);
        told.First().Item2.ShouldContain("If the secret hasn't been collected yet, open the credential and create a new link.");

        house.Clock.Advance(TimeSpan.FromDays(7));
        visitor = await house.AtHub(tenant, Role.Developer);
        await visitor.Open(link);
        told.Add((visitor.Answer.Status, visitor.Page.QuerySelector(".hub-page")!.TextContent));
        told.Count.ShouldBe(1);
        (await house.SecretsOf(client)).ShouldBeEmpty();
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Who_may_not_hold_secrets_of_the_tenant_gets_nothing_by_the_link()
    {
        var (house, tenant, client) = await Waiting(Databases.Default);
        var developer = await house.AtHub(tenant, Role.Developer);
        var link = await Link(developer, tenant, client);
        string[] others =
        [
            await house.Colleague(tenant, Role.Reader),
            await house.Colleague(tenant, Role.Member),
            await house.Colleague(await house.Company(), Role.Manager),
            await house.Staff(Role.Manager),
        ];
        foreach (var email in others)
        {
            var visitor = await house.AtHub(email);
            await visitor.Open(link);
            visitor.Answer.Status.ShouldBe(404, email);
            visitor.Answer.Body.ShouldNotContain(client.Id);
        }
        foreach (var visitor in new[] { await house.AtHub(others[0]), await house.AtHub(others[3]) })
        {
            await visitor.OpenHub(tenant.At(client));
            visitor.Heading.ShouldBe(client.Id);
            visitor.Page.QuerySelector("form[action$='/hand-overs']").ShouldBeNull();
        }
        (await house.SecretsOf(client)).ShouldBeEmpty();
        await developer.Open(link);
        developer.Answer.Status.ShouldBe(200);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Who_signed_in_long_ago_signs_in_again_before_the_link_is_opened()
    {
        var (house, tenant, client) = await Waiting(Databases.Default);
        var email = await house.Colleague(tenant, Role.Developer);
        var visitor = await house.AtHub(email);
        var link = await Link(visitor, tenant, client);
        await visitor.Open(link);
        house.Clock.Advance(TimeSpan.FromMinutes(6));
        await visitor.Submit("/hand-over");
        visitor.Page.QuerySelector("input[type=password]").ShouldNotBeNull();
        (await house.SecretsOf(client)).ShouldBeEmpty();
        await visitor.Open(link);
        await visitor.SignIn(email);
        visitor.Page.Url.ShouldBe(link);
        await visitor.Submit("/hand-over");
        visitor.Heading.ShouldBe("The secret");
    }

    [Fact]
    public async Task The_link_is_mailed_to_contact_and_owner()
    {
        var house = (await visitors.On()).House;
        var tenant = await house.Company();
        var contact = $"contact@{tenant.Slug}.example";
        var client = await house.Credential(tenant, with: row => (row.Contact, row.Owner) = (contact, $"owner@{tenant.Slug}.example"));
        var visitor = await house.AtHub(tenant, Role.Developer);
        var link = await Link(visitor, tenant, client);
        visitor
            .Page.QuerySelector("main p.prose")!
            .TextContent.ShouldContain($"We also emailed it to {contact} and owner@{tenant.Slug}.example.");
        var mail = (await Outbox.Wait(house, $"{contact}, owner@{tenant.Slug}.example")).ShouldHaveSingleItem();
        mail.ShouldContain($"Subject: The secret of {client.Id} is ready to collect");
        mail.ShouldContain(link);
    }

    [Fact]
    public async Task An_app_key_is_made_the_same_way()
    {
        var house = (await visitors.On()).House;
        var tenant = await house.Company();
        var client = await house.Credential(tenant, ClientKind.AppKey);
        var visitor = await house.AtHub(tenant, Role.Developer);
        await visitor.Open(await Link(visitor, tenant, client));
        visitor.Heading.ShouldBe($"The first key of {client.Id}");
        await visitor.Submit("/hand-over");
        visitor.Shown().ShouldMatch("^[A-Za-z0-9]{32}\\z");
        (await house.SecretsOf(client)).ShouldHaveSingleItem().Sealed.ShouldNotBeNull();
    }

    [Fact]
    public async Task No_link_is_made_for_who_has_a_secret_or_can_have_none()
    {
        var house = (await visitors.On()).House;
        var tenant = await house.Company();
        var visitor = await house.AtHub(tenant, Role.Developer);
        var waiting = await house.Credential(tenant);
        await visitor.OpenHub(tenant.At(waiting));
        foreach (
            var (client, sentence) in new[]
            {
                (
                    await house.Credential(tenant, secret: "known-secret-1234"),
                    "The first secret of this credential was already collected. Add another secret instead."
                ),
                (
                    await house.Credential(tenant, ClientKind.Browser),
                    "A credential of this kind has no secret, because it couldn't keep one."
                ),
            }
        )
        {
            await visitor.OpenHub(tenant.At(waiting));
            await visitor.Post(tenant.At(client, "/hand-overs"));
            visitor.Answer.Status.ShouldBe(409);
            visitor.Page.QuerySelector(".hub-page p")!.TextContent.ShouldBe(sentence);
        }
    }

    /// <summary>A credential that waits for its first secret.</summary>
    private async Task<(House House, Tenant Tenant, Client Client)> Waiting(Database database)
    {
        var house = (await visitors.On(database)).House;
        var tenant = await house.Company();
        return (house, tenant, await house.Credential(tenant));
    }

    /// <summary>A new link, made in the Hub.</summary>
    private static async Task<string> Link(Visitor visitor, Tenant tenant, Client client)
    {
        await visitor.OpenHub(tenant.At(client));
        await visitor.Submit("/hand-overs");
        visitor.Heading.ShouldBe("Collection link");
        return visitor.Shown();
    }
}

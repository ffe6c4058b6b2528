using System.Globalization;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Secrets;

/// <summary>Secrets beside each other, and when each of them ends.</summary>
public sealed class RotationTests(Visitors visitors) : IClassFixture<Visitors>
{
    private const string Old = "the-old-secret-0123456789";

    [Theory, OnEachDatabase]
    public async Task A_new_secret_works_beside_the_old_one_until_that_ends(Database database)
    {
        var (house, tenant, client) = await Arranged(database);
        var visitor = await house.AtHub(tenant, Role.Developer);
        await visitor.OpenHub(tenant.At(client, "/secrets/add"));
        await visitor.Submit("/secrets/add", ("days", "90"));
        var secret = visitor.Shown();
        (await Works(house, client, secret), await Works(house, client, Old)).ShouldBe((true, true));
        var (first, second) = await Both(house, client);
        (first.ExpiresAt, second.ExpiresAt).ShouldBe((null, house.Clock.GetUtcNow().AddDays(90)));

        await visitor.OpenHub(tenant.At(client, $"/secrets/{first.Id}"));
        await visitor.Submit("/end-at", ("when", "day"));
        visitor.Page.QuerySelector(".notice")!.TextContent.ShouldBe("Expiry changed.");
        house.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMilliseconds(1));
        (await Works(house, client, Old)).ShouldBeTrue();
        house.Clock.Advance(TimeSpan.FromMilliseconds(1));
        (await Works(house, client, secret), await Works(house, client, Old)).ShouldBe((true, false));
    }

    [Theory, OnEachDatabase]
    public async Task An_end_can_be_moved_and_taken_away_while_it_has_not_come(Database database)
    {
        var (house, tenant, client) = await Arranged(database);
        var visitor = await house.AtHub(tenant, Role.Developer);
        var id = (await house.SecretsOf(client))[0].Id;
        var page = tenant.At(client, $"/secrets/{id}");
        var day = house.Clock.GetUtcNow().AddDays(20).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        foreach (
            var (when, end) in new[]
            {
                ("week", (DateTimeOffset?)house.Clock.GetUtcNow().AddDays(7)),
                ("date", DateTimeOffset.Parse(day + "T23:59Z", CultureInfo.InvariantCulture)),
                ("never", null),
            }
        )
        {
            await visitor.OpenHub(page);
            await visitor.Submit("/end-at", ("when", when), ("expiresAt", day));
            (await house.SecretsOf(client))[0].ExpiresAt.ShouldBe(end, when);
        }
        await visitor.OpenHub(page);
        await visitor.Submit("/end-at", ("when", "date"), ("expiresAt", "2020-01-01"));
        (visitor.Answer.Status, visitor.Fault()).ShouldBe((422, "Choose a time in the future. To stop the secret now, revoke it."));
        await visitor.Submit("/end-at", ("when", "date"), ("expiresAt", "soon"));
        visitor.Fault().ShouldBe("Choose the last day on which the secret works.");

        await visitor.Submit("/end-at", ("when", "day"));
        await visitor.OpenHub(page);
        house.Clock.Advance(TimeSpan.FromDays(1));
        await visitor.EnterHub(await house.Colleague(tenant, Role.Developer), page);
        visitor
            .Page.QuerySelector(".hub-page .prose")!
            .TextContent.ShouldBe("This secret was revoked or has expired, and this can't be undone. Add a new one instead.");
        await visitor.Post(page + "/end-at", ("when", "never"));
        (visitor.Answer.Status, visitor.Fault()).ShouldBe(
            (409, "This secret was revoked or has expired, and this can't be undone. Add a new one instead.")
        );
    }

    [Theory, OnEachDatabase]
    public async Task A_secret_is_ended_at_once_and_the_last_one_only_when_that_is_confirmed(Database database)
    {
        var (house, tenant, client) = await Arranged(database);
        var visitor = await house.AtHub(tenant, Role.Developer);
        var secret = await Add(visitor, tenant, client);
        var (first, second) = await Both(house, client);
        await visitor.OpenHub(tenant.At(client, $"/secrets/{first.Id}"));
        visitor.Page.QuerySelector("#evenIfLast").ShouldBeNull();
        await visitor.Submit("/end");
        (await Works(house, client, Old), await Works(house, client, secret)).ShouldBe((false, true));

        await visitor.OpenHub(tenant.At(client, $"/secrets/{second.Id}"));
        await visitor.Submit("/end");
        (visitor.Answer.Status, visitor.Fault()).ShouldBe(
            (409, "This is the last active secret. Without it, the credential can't be used. Confirm that you want to revoke it.")
        );
        (await Works(house, client, secret)).ShouldBeTrue();
        await visitor.Submit("/end", ("evenIfLast", "yes"));
        (await Works(house, client, secret)).ShouldBeFalse();
        (await house.AuditOf(tenant))
            .Select(entry => $"{entry.Act} {entry.Before ?? entry.After}")
            .ShouldBe([
                $$"""secret.added {"hint":"{{secret[^3..]}}"}""",
                $$"""secret.ended {"hint":"{{first.Hint}}"}""",
                $$"""secret.ended {"hint":"{{secret[^3..]}}"}""",
            ]);
    }

    [Theory, OnEachDatabase]
    public async Task The_page_warns_of_a_secret_that_was_used_in_the_last_day(Database database)
    {
        var (house, tenant, client) = await Arranged(database);
        var visitor = await house.AtHub(tenant, Role.Developer);
        var page = tenant.At(client, $"/secrets/{(await house.SecretsOf(client))[0].Id}");
        await visitor.OpenHub(page);
        visitor.Page.QuerySelector(".notice-fault").ShouldBeNull();
        (await Works(house, client, Old)).ShouldBeTrue();
        await house.Change(async db =>
        {
            db.Tenant = tenant.Id;
            (await db.Secrets.FindAsync((await house.SecretsOf(client))[0].Id))!.LastUsedAt = house.Clock.GetUtcNow();
        });
        await visitor.OpenHub(page);
        visitor
            .Page.QuerySelector(".notice-fault")!
            .TextContent.ShouldBe(
                "This secret was used in the last 24 hours. Programs that use it stop working within a second. Let them use another secret first."
            );
    }

    [Theory, OnEachDatabase]
    [Trait("Category", "Security")]
    public async Task There_are_at_most_three_live_secrets_also_when_two_people_add_at_once(Database database)
    {
        var (house, tenant, client) = await Arranged(database);
        var visitor = await house.AtHub(tenant, Role.Developer);
        await Add(visitor, tenant, client);
        var windows = Enumerable.Range(0, 4).Select(_ => visitor.Window()).ToList();
        foreach (var window in windows)
            await window.OpenHub(tenant.At(client, "/secrets/add"));
        await Task.WhenAll(windows.Select(window => window.Submit("/secrets/add")));
        windows.Select(window => window.Answer.Status).Order().ShouldBe([200, 409, 409, 409]);
        windows
            .First(window => window.Answer.Status == 409)
            .Fault()
            .ShouldBe("This credential has reached its limit of 3 live secrets. Revoke one first.");
        var secrets = await house.SecretsOf(client);
        secrets.Count.ShouldBe(3);

        await visitor.OpenHub(tenant.At(client, $"/secrets/{secrets[0].Id}"));
        await visitor.Submit("/end");
        await Add(visitor, tenant, client);
        (await house.SecretsOf(client)).Count.ShouldBe(4);
    }

    [Theory, OnEachDatabase]
    public async Task A_new_app_key_gives_the_old_one_an_end(Database database)
    {
        var house = (await visitors.On(database)).House;
        var tenant = await house.Company();
        var client = await house.Credential(tenant, ClientKind.AppKey, secret: Old);
        var visitor = await house.AtHub(tenant, Role.Manager);
        await visitor.OpenHub(tenant.At(client, "/secrets/add"));
        visitor
            .Page.QuerySelector(".hub-page .prose")!
            .TextContent.ShouldBe(
                "Webhooks may be signed with the app key. Programs that check these signatures need the new key before the old one expires. Both keys work until then."
            );
        visitor
            .Page.QuerySelector("#overlap option[selected]")!
            .TextContent.ShouldBe(
                $"in 7 days, on {house.Clock.GetUtcNow().AddDays(7).ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}"
            );
        await visitor.Submit("/secrets/add", ("overlap", "2"));
        visitor.Fault().ShouldBe("Existing app keys can work for 1, 7, 30 more days. Other secrets are revoked one by one.");
        await visitor.Submit("/secrets/add", ("overlap", "1"), ("days", "never"));
        var (first, second) = await Both(house, client);
        (first.ExpiresAt, second.ExpiresAt).ShouldBe((house.Clock.GetUtcNow().AddDays(1), null));
        (await house.AuditOf(tenant)).Select(entry => entry.Act).ShouldBe(["secret.end-changed", "secret.added"]);

        await Add(visitor, tenant, client, ("overlap", "30"));
        (await house.SecretsOf(client)).Single(secret => secret.Id == first.Id).ExpiresAt.ShouldBe(house.Clock.GetUtcNow().AddDays(1));
    }

    [Theory, OnEachDatabase]
    [Trait("Category", "Security")]
    public async Task Who_may_not_hold_secrets_adds_none_but_an_operator_may_end_one(Database database)
    {
        var (house, tenant, client) = await Arranged(database);
        var id = (await house.SecretsOf(client))[0].Id;
        var (reader, staff) = (await house.AtHub(tenant, Role.Reader), await house.AtHub(await house.Staff(Role.Manager)));
        foreach (var visitor in new[] { reader, staff })
        {
            await visitor.OpenHub(tenant.At(client));
            visitor.Page.QuerySelector("a[href$='/secrets/add']").ShouldBeNull();
            await visitor.Post(tenant.At(client, "/secrets/add"));
            visitor.Answer.Status.ShouldBe(404);
            await visitor.OpenHub(tenant.At(client, "/secrets/add"));
            visitor.Answer.Status.ShouldBe(404);
        }
        await reader.OpenHub(tenant.At(client, $"/secrets/{id}"));
        reader.Answer.Status.ShouldBe(404);
        await staff.OpenHub(tenant.At(client, $"/secrets/{id}"));
        await staff.Submit("/end", ("evenIfLast", "yes"));
        staff.Answer.Status.ShouldBe(200);
        (await Works(house, client, Old)).ShouldBeFalse();
    }

    [Theory, OnEachDatabase]
    [Trait("Category", "Security")]
    public async Task Another_tenants_credential_is_told_like_one_that_does_not_exist(Database database)
    {
        var (house, tenant, client) = await Arranged(database);
        var id = (await house.SecretsOf(client))[0].Id;
        var stranger = await house.Company();
        var own = await house.Credential(stranger, secret: Old);
        var visitor = await house.AtHub(stranger, Role.Manager);
        foreach (
            var below in new[] { "", "/change", "/scopes", "/switch", "/secrets/add", $"/secrets/{id}", "/allowlist", "/allowlist/export" }
        )
        {
            await visitor.OpenHub($"/t/{stranger.Slug}/credentials/live/{client.Id}{below}");
            var (status, page) = (visitor.Answer.Status, visitor.Page.QuerySelector(".hub-page")!.TextContent);
            await visitor.OpenHub($"/t/{stranger.Slug}/credentials/live/nothing{below}");
            (visitor.Answer.Status, visitor.Page.QuerySelector(".hub-page")!.TextContent).ShouldBe((status, page), below);
            status.ShouldBe(404, below);
        }
        await visitor.OpenHub(stranger.At(own));
        foreach (var (below, field) in new[] { ("/end", "evenIfLast"), ("/end-at", "when"), ("/reveal", "x") })
        {
            await visitor.Post(
                $"/t/{stranger.Slug}/credentials/live/{own.Id}/secrets/{id}{below}",
                (field, "yes"),
                ("when", "never"),
                ("expiresAt", "")
            );
            visitor.Answer.Status.ShouldBe(404, below);
            await visitor.OpenHub(stranger.At(own, "/change"));
        }
        (await Works(house, client, Old)).ShouldBeTrue();
    }

    private async Task<(House House, Tenant Tenant, Client Client)> Arranged(Database database)
    {
        var house = (await visitors.On(database)).House;
        var tenant = await house.Company();
        return (house, tenant, await house.Credential(tenant, secret: Old));
    }

    private static async Task<string> Add(Visitor visitor, Tenant tenant, Client client, params (string, string)[] fields)
    {
        await visitor.OpenHub(tenant.At(client, "/secrets/add"));
        await visitor.Submit("/secrets/add", [("days", "never"), .. fields]);
        return visitor.Shown();
    }

    private static async Task<(Secret First, Secret Second)> Both(House house, Client client)
    {
        var secrets = await house.SecretsOf(client);
        secrets.Count.ShouldBe(2);
        var old = secrets.Single(secret => secret.MadeBy.Length == 0);
        return (old, secrets.Single(secret => secret.Id != old.Id));
    }

    private static async Task<bool> Works(House house, Client client, string secret) =>
        (await house.Token(Visitor.Dc3, client.Id, secret)).Status == 200;
}

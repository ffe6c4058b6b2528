using System.Globalization;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Hub.Credentials;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Secrets;

/// <summary>Secrets beside each other, and when each of them ends.</summary>
[Collection<CredentialServers>]
public sealed class RotationTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    private const string Old = "the-old-secret-0123456789";

    [Theory, OnEachDatabase]
    public async Task A_new_secret_works_beside_the_old_one_until_that_ends(Database database)
    {
        var (server, tenant, client) = await Arranged(database);
        var session = await server.AtHub(tenant, Role.Developer);
        await session.OpenHub(tenant.At(client, "/secrets/add"));
        await session.Submit("/secrets/add", ("days", "90"));
        var secret = session.Shown();
        (await Works(server, client, secret), await Works(server, client, Old)).ShouldBe((true, true));
        var (first, second) = await Both(server, client);
        (first.ExpiresAt, second.ExpiresAt).ShouldBe((null, server.Clock.GetUtcNow().AddDays(90)));

        await session.OpenHub(tenant.At(client, $"/secrets/{first.Id}"));
        await session.Submit("/end-at", ("when", "day"));
        session.Page.QuerySelector(".notice")!.TextContent.ShouldBe("Expiry changed.");
        server.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMilliseconds(1));
        (await Works(server, client, Old)).ShouldBeTrue();
        server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        (await Works(server, client, secret), await Works(server, client, Old)).ShouldBe((true, false));
    }

    [Fact]
    public async Task An_end_can_be_moved_and_taken_away_while_it_has_not_come()
    {
        var (server, tenant, client) = await Arranged(Databases.Default);
        var session = await server.AtHub(tenant, Role.Developer);
        var id = (await server.SecretsOf(client))[0].Id;
        var page = tenant.At(client, $"/secrets/{id}");
        var day = server.Clock.GetUtcNow().AddDays(20).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        foreach (
            var (when, end) in new[]
            {
                ("week", (DateTimeOffset?)server.Clock.GetUtcNow().AddDays(7)),
                ("date", DateTimeOffset.Parse(day + "T23:59Z", CultureInfo.InvariantCulture)),
                ("never", null),
            }
        )
        {
            await session.OpenHub(page);
            await session.Submit("/end-at", ("when", when), ("expiresAt", day));
            (await server.SecretsOf(client))[0].ExpiresAt.ShouldBe(end, when);
        }
        await session.OpenHub(page);
        await session.Submit("/end-at", ("when", "date"), ("expiresAt", "2020-01-01"));
        (session.Answer.Status, session.Fault()).ShouldBe((422, "Choose a time in the future. To stop the secret now, revoke it."));
        await session.Submit("/end-at", ("when", "date"), ("expiresAt", "soon"));
        session.Fault().ShouldBe("Choose the last day on which the secret works.");

        await session.Submit("/end-at", ("when", "day"));
        await session.OpenHub(page);
        server.Clock.Advance(TimeSpan.FromDays(1));
        await session.EnterHub(await server.Member(tenant, Role.Developer), page);
        session
            .Page.QuerySelector(".hub-page .prose")!
            .TextContent.ShouldBe("This secret was revoked or has expired, and this can't be undone. Add a new one instead.");
        await session.Post(page + "/end-at", ("when", "never"));
        (session.Answer.Status, session.Fault()).ShouldBe(
            (409, "This secret was revoked or has expired, and this can't be undone. Add a new one instead.")
        );
    }

    [Fact]
    public async Task A_secret_is_ended_at_once_and_the_last_one_only_when_that_is_confirmed()
    {
        var (server, tenant, client) = await Arranged(Databases.Default);
        var session = await server.AtHub(tenant, Role.Developer);
        var secret = await Add(session, tenant, client);
        var (first, second) = await Both(server, client);
        await session.OpenHub(tenant.At(client, $"/secrets/{first.Id}"));
        session.Page.QuerySelector("#evenIfLast").ShouldBeNull();
        await session.Submit("/end");
        (await Works(server, client, Old), await Works(server, client, secret)).ShouldBe((false, true));

        await session.OpenHub(tenant.At(client, $"/secrets/{second.Id}"));
        await session.Submit("/end");
        (session.Answer.Status, session.Fault()).ShouldBe(
            (409, "This is the last active secret. Without it, the credential can't be used. Confirm that you want to revoke it.")
        );
        (await Works(server, client, secret)).ShouldBeTrue();
        await session.Submit("/end", ("evenIfLast", "yes"));
        (await Works(server, client, secret)).ShouldBeFalse();
        (await server.AuditOf(tenant.Id))
            .Select(entry => $"{entry.Act} {entry.Before ?? entry.After}")
            .ShouldBe([
                $$"""secret.added {"hint":"{{secret[^3..]}}"}""",
                $$"""secret.ended {"hint":"{{first.Hint}}"}""",
                $$"""secret.ended {"hint":"{{secret[^3..]}}"}""",
            ]);
    }

    [Fact]
    public async Task The_page_warns_of_a_secret_that_was_used_in_the_last_day()
    {
        var (server, tenant, client) = await Arranged(Databases.Default);
        var session = await server.AtHub(tenant, Role.Developer);
        var page = tenant.At(client, $"/secrets/{(await server.SecretsOf(client))[0].Id}");
        await session.OpenHub(page);
        session.Page.QuerySelector(".notice-fault").ShouldBeNull();
        (await Works(server, client, Old)).ShouldBeTrue();
        await server.Change(async db =>
        {
            db.Tenant = tenant.Id;
            (await db.Secrets.FindAsync((await server.SecretsOf(client))[0].Id))!.LastUsedAt = server.Clock.GetUtcNow();
        });
        await session.OpenHub(page);
        session
            .Page.QuerySelector(".notice-fault")!
            .TextContent.ShouldBe(
                "This secret was used in the last 24 hours. Programs that use it stop working within a second. Let them use another secret first."
            );
    }

    [Theory, OnEachDatabase]
    [Trait("Category", "Security")]
    public async Task There_are_at_most_three_live_secrets_also_when_two_people_add_at_once(Database database)
    {
        var (server, tenant, client) = await Arranged(database);
        var session = await server.AtHub(tenant, Role.Developer);
        await Add(session, tenant, client);
        var windows = Enumerable.Range(0, 4).Select(_ => session.Window()).ToList();
        foreach (var window in windows)
            await window.OpenHub(tenant.At(client, "/secrets/add"));
        await Task.WhenAll(windows.Select(window => window.Submit("/secrets/add")));
        windows.Select(window => window.Answer.Status).Order().ShouldBe([200, 409, 409, 409]);
        windows
            .First(window => window.Answer.Status == 409)
            .Fault()
            .ShouldBe("This credential has reached its limit of 3 live secrets. Revoke one first.");
        var secrets = await server.SecretsOf(client);
        secrets.Count.ShouldBe(3);

        await session.OpenHub(tenant.At(client, $"/secrets/{secrets[0].Id}"));
        await session.Submit("/end");
        await Add(session, tenant, client);
        (await server.SecretsOf(client)).Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_new_app_key_gives_the_old_one_an_end()
    {
        var server = (await browserSessions.On()).Server;
        var tenant = await server.Company();
        var client = await server.Credential(tenant, ClientKind.AppKey, secret: Old);
        var session = await server.AtHub(tenant, Role.Manager);
        await session.OpenHub(tenant.At(client, "/secrets/add"));
        session
            .Page.QuerySelector(".hub-page .prose")!
            .TextContent.ShouldBe(
                "Webhooks may be signed with the app key. Programs that check these signatures need the new key before the old one expires. Both keys work until then."
            );
        session
            .Page.QuerySelector("#overlap option[selected]")!
            .TextContent.ShouldBe(
                $"in 7 days, on {server.Clock.GetUtcNow().AddDays(7).ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}"
            );
        await session.Submit("/secrets/add", ("overlap", "2"));
        session.Fault().ShouldBe("Existing app keys can work for 1, 7, 30 more days. Other secrets are revoked one by one.");
        await session.Submit("/secrets/add", ("overlap", "1"), ("days", "never"));
        var (first, second) = await Both(server, client);
        (first.ExpiresAt, second.ExpiresAt).ShouldBe((server.Clock.GetUtcNow().AddDays(1), null));
        (await server.AuditOf(tenant.Id)).Select(entry => entry.Act).ShouldBe(["secret.end-changed", "secret.added"]);

        await Add(session, tenant, client, ("overlap", "30"));
        (await server.SecretsOf(client)).Single(secret => secret.Id == first.Id).ExpiresAt.ShouldBe(server.Clock.GetUtcNow().AddDays(1));
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Who_may_not_hold_secrets_adds_none_but_an_operator_may_end_one()
    {
        var (server, tenant, client) = await Arranged(Databases.Default);
        var id = (await server.SecretsOf(client))[0].Id;
        var (reader, staff) = (await server.AtHub(tenant, Role.Reader), await server.AtHub(await server.Staff(Role.Manager)));
        foreach (var session in new[] { reader, staff })
        {
            await session.OpenHub(tenant.At(client));
            session.Page.QuerySelector("a[href$='/secrets/add']").ShouldBeNull();
            await session.Post(tenant.At(client, "/secrets/add"));
            session.Answer.Status.ShouldBe(404);
            await session.OpenHub(tenant.At(client, "/secrets/add"));
            session.Answer.Status.ShouldBe(404);
        }
        await reader.OpenHub(tenant.At(client, $"/secrets/{id}"));
        reader.Answer.Status.ShouldBe(404);
        await staff.OpenHub(tenant.At(client, $"/secrets/{id}"));
        await staff.Submit("/end", ("evenIfLast", "yes"));
        staff.Answer.Status.ShouldBe(200);
        (await Works(server, client, Old)).ShouldBeFalse();
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Another_tenants_credential_is_told_like_one_that_does_not_exist()
    {
        var (server, tenant, client) = await Arranged(Databases.Default);
        var id = (await server.SecretsOf(client))[0].Id;
        var stranger = await server.Company();
        var own = await server.Credential(stranger, secret: Old);
        var session = await server.AtHub(stranger, Role.Manager);
        foreach (
            var below in new[] { "", "/change", "/scopes", "/switch", "/secrets/add", $"/secrets/{id}", "/allowlist", "/allowlist/export" }
        )
        {
            await session.OpenHub($"/t/{stranger.Slug}/credentials/live/{client.Id}{below}");
            var (status, page) = (session.Answer.Status, session.Page.QuerySelector(".hub-page")!.TextContent);
            await session.OpenHub($"/t/{stranger.Slug}/credentials/live/nothing{below}");
            (session.Answer.Status, session.Page.QuerySelector(".hub-page")!.TextContent).ShouldBe((status, page), below);
            status.ShouldBe(404, below);
        }
        await session.OpenHub(stranger.At(own));
        foreach (var (below, field) in new[] { ("/end", "evenIfLast"), ("/end-at", "when"), ("/reveal", "x") })
        {
            await session.Post(
                $"/t/{stranger.Slug}/credentials/live/{own.Id}/secrets/{id}{below}",
                (field, "yes"),
                ("when", "never"),
                ("expiresAt", "")
            );
            session.Answer.Status.ShouldBe(404, below);
            await session.OpenHub(stranger.At(own, "/change"));
        }
        (await Works(server, client, Old)).ShouldBeTrue();
    }

    private async Task<(TestServer House, Tenant Tenant, Client Client)> Arranged(Database database)
    {
        var server = (await browserSessions.On(database)).Server;
        var tenant = await server.Company();
        return (server, tenant, await server.Credential(tenant, secret: Old));
    }

    private static async Task<string> Add(BrowserSession session, Tenant tenant, Client client, params (string, string)[] fields)
    {
        await session.OpenHub(tenant.At(client, "/secrets/add"));
        await session.Submit("/secrets/add", [("days", "never"), .. fields]);
        return session.Shown();
    }

    private static async Task<(Secret First, Secret Second)> Both(TestServer server, Client client)
    {
        var secrets = await server.SecretsOf(client);
        secrets.Count.ShouldBe(2);
        var old = secrets.Single(secret => secret.MadeBy.Length == 0);
        return (old, secrets.Single(secret => secret.Id != old.Id));
    }

    private static async Task<bool> Works(TestServer server, Client client, string secret) =>
        (await server.Token(BrowserSession.Dc3, client.Id, secret)).Status == 200;
}

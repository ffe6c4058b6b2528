using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Hub.Credentials;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Secrets;

/// <summary>Settings, API Access: app keys are masked, and shown to those who hold secrets, each time with a line in the audit.</summary>
[Trait("Category", "Security")]
[Collection<CredentialServers>]
public sealed class RevealTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    [Fact]
    public async Task A_key_is_masked_until_somebody_asks_for_it()
    {
        var (server, tenant, client, key) = await Arranged(Databases.Default);
        var email = await server.Member(tenant, Role.Developer);
        var session = await server.AtHub(email);
        await session.OpenHub($"/t/{tenant.Slug}/settings/api-access");
        session.Heading.ShouldBe("API Access");
        session.Page.QuerySelectorAll("dd code").Select(code => code.TextContent).ShouldBe([client.Id, $"••••••••{key[^3..]}"]);
        session.Answer.Body.ShouldNotContain(key);

        await session.Submit("/reveal");
        session.Shown().ShouldBe(key);
        (session.Answer["Cache-Control"], session.Page.QuerySelector("[data-secret]")!.GetAttribute("data-secret")).ShouldBe(
            ("no-store", "mask")
        );
        await session.OpenHub($"/t/{tenant.Slug}/settings/api-access");
        session.Answer.Body.ShouldNotContain(key);
        await session.Submit("/reveal");

        var entries = await server.AuditOf(tenant.Id);
        entries
            .Select(entry => $"{entry.Act} {entry.Target} by {entry.Actor}: {entry.After}")
            .ShouldBe(Enumerable.Repeat($$"""app-key.revealed {{client.Id}} by {{email}}: {"hint":"{{key[^3..]}}"}""", 2));
    }

    [Fact]
    public async Task Readers_and_operators_see_that_there_is_a_key_and_not_the_key()
    {
        var (server, tenant, client, key) = await Arranged(Databases.Default);
        var id = (await server.SecretsOf(client))[0].Id;
        foreach (var session in new[] { await server.AtHub(tenant, Role.Reader), await server.AtHub(await server.Staff(Role.Manager)) })
        {
            await session.OpenHub($"/t/{tenant.Slug}/settings/api-access");
            session.Page.QuerySelector("dd code")!.TextContent.ShouldBe(client.Id);
            session.Page.QuerySelector("form[action$='/reveal']").ShouldBeNull();
            await session.Post(tenant.At(client, $"/secrets/{id}/reveal"));
            session.Answer.Status.ShouldBe(404);
            session.Answer.Body.ShouldNotContain(key);
        }
        (await server.AuditOf(tenant.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_signed_in_long_ago_signs_in_again_first()
    {
        var (server, tenant, _, key) = await Arranged(Databases.Default);
        var email = await server.Member(tenant, Role.Manager);
        var session = await server.AtHub(email);
        server.Clock.Advance(TimeSpan.FromMinutes(6));
        await session.OpenHub($"/t/{tenant.Slug}/settings/api-access");
        await session.Submit("/reveal");
        session.Answer.Body.ShouldNotContain(key);
        await session.SignIn(email);
        session.Path.ShouldBe($"/t/{tenant.Slug}/settings/api-access");
        await session.Submit("/reveal");
        session.Shown().ShouldBe(key);
    }

    [Fact]
    public async Task Only_app_keys_that_work_are_shown_again()
    {
        var (server, tenant, client, key) = await Arranged(Databases.Default);
        var machine = await server.Credential(tenant, secret: "no-key-but-a-secret");
        var session = await server.AtHub(tenant, Role.Manager);
        var (id, other) = ((await server.SecretsOf(client))[0].Id, (await server.SecretsOf(machine))[0].Id);
        await session.OpenHub($"/t/{tenant.Slug}/settings/api-access");
        await session.Post(tenant.At(machine, $"/secrets/{other}/reveal"));
        session
            .Page.QuerySelector(".hub-page p")!
            .TextContent.ShouldBe("Only app keys can be shown again. If you lost this secret, add a new one.");

        await session.OpenHub(tenant.At(client, $"/secrets/{id}"));
        await session.Submit("/end", ("evenIfLast", "yes"));
        await session.OpenHub($"/t/{tenant.Slug}/settings/api-access");
        session.Page.QuerySelectorAll("dd").Select(dd => dd.TextContent.Trim()).ShouldBe([client.Id, "No active key"]);
        await session.OpenHub(tenant.At(client, "/change"));
        await session.Post(tenant.At(client, $"/secrets/{id}/reveal"));
        (session.Answer.Status, session.Page.QuerySelector(".hub-page p")!.TextContent).ShouldBe(
            (409, "This key was revoked or has expired, and can't be shown any more.")
        );
        session.Answer.Body.ShouldNotContain(key);
    }

    [Fact]
    public async Task A_tenant_without_app_keys_is_told_what_they_are()
    {
        var server = (await browserSessions.On()).Server;
        var tenant = await server.Company();
        var session = await server.AtHub(tenant, Role.Reader);
        await session.OpenHub($"/t/{tenant.Slug}/settings/api-access");
        session
            .Page.QuerySelector(".hub-page p")!
            .TextContent.ShouldBe(
                "No app keys. App keys are for programs that log in with an app_id and an app_key. Other programs have secrets, which you find on their credential's page."
            );
    }

    private async Task<(TestServer House, Tenant Tenant, Client Client, string Key)> Arranged(Database database)
    {
        var server = (await browserSessions.On(database)).Server;
        var tenant = await server.Company();
        var key = AppKeys.Make();
        var seal = server.Services("dc3").GetRequiredService<AppKeys>();
        var client = await server.Credential(
            tenant,
            ClientKind.AppKey,
            with: row => row.Secrets.Add(seal.Seal(key, row.Id, row.TenantId, row.Environment, server.Clock.GetUtcNow()))
        );
        return (server, tenant, client, key.Reveal());
    }
}

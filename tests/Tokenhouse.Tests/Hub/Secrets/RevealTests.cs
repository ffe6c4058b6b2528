using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Secrets;

/// <summary>Settings, API Access: app keys are masked, and shown to those who hold secrets, each time with a line in the audit.</summary>
[Trait("Category", "Security")]
public sealed class RevealTests(Visitors visitors) : IClassFixture<Visitors>
{
    [Fact]
    public async Task A_key_is_masked_until_somebody_asks_for_it()
    {
        var (house, tenant, client, key) = await Arranged(Databases.Default);
        var email = await house.Colleague(tenant, Role.Developer);
        var visitor = await house.AtHub(email);
        await visitor.OpenHub($"/t/{tenant.Slug}/settings/api-access");
        visitor.Heading.ShouldBe("API Access");
        visitor.Page.QuerySelectorAll("dd code").Select(code => code.TextContent).ShouldBe([client.Id, $"••••••••{key[^3..]}"]);
        visitor.Answer.Body.ShouldNotContain(key);

        await visitor.Submit("/reveal");
        visitor.Shown().ShouldBe(key);
        (visitor.Answer["Cache-Control"], visitor.Page.QuerySelector("[data-secret]")!.GetAttribute("data-secret")).ShouldBe(
            ("no-store", "mask")
        );
        await visitor.OpenHub($"/t/{tenant.Slug}/settings/api-access");
        visitor.Answer.Body.ShouldNotContain(key);
        await visitor.Submit("/reveal");

        var entries = await house.AuditOf(tenant);
        entries
            .Select(entry => $"{entry.Act} {entry.Target} by {entry.Actor}: {entry.After}")
            .ShouldBe(Enumerable.Repeat($$"""app-key.revealed {{client.Id}} by {{email}}: {"hint":"{{key[^3..]}}"}""", 2));
    }

    [Fact]
    public async Task Readers_and_operators_see_that_there_is_a_key_and_not_the_key()
    {
        var (house, tenant, client, key) = await Arranged(Databases.Default);
        var id = (await house.SecretsOf(client))[0].Id;
        foreach (var visitor in new[] { await house.AtHub(tenant, Role.Reader), await house.AtHub(await house.Staff(Role.Manager)) })
        {
            await visitor.OpenHub($"/t/{tenant.Slug}/settings/api-access");
            visitor.Page.QuerySelector("dd code")!.TextContent.ShouldBe(client.Id);
            visitor.Page.QuerySelector("form[action$='/reveal']").ShouldBeNull();
            await visitor.Post(tenant.At(client, $"/secrets/{id}/reveal"));
            visitor.Answer.Status.ShouldBe(404);
            visitor.Answer.Body.ShouldNotContain(key);
        }
        (await house.AuditOf(tenant)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_signed_in_long_ago_signs_in_again_first()
    {
        var (house, tenant, _, key) = await Arranged(Databases.Default);
        var email = await house.Colleague(tenant, Role.Manager);
        var visitor = await house.AtHub(email);
        house.Clock.Advance(TimeSpan.FromMinutes(6));
        await visitor.OpenHub($"/t/{tenant.Slug}/settings/api-access");
        await visitor.Submit("/reveal");
        visitor.Answer.Body.ShouldNotContain(key);
        await visitor.SignIn(email);
        visitor.Path.ShouldBe($"/t/{tenant.Slug}/settings/api-access");
        await visitor.Submit("/reveal");
        visitor.Shown().ShouldBe(key);
    }

    [Fact]
    public async Task Only_app_keys_that_work_are_shown_again()
    {
        var (house, tenant, client, key) = await Arranged(Databases.Default);
        var machine = await house.Credential(tenant, secret: "no-key-but-a-secret");
        var visitor = await house.AtHub(tenant, Role.Manager);
        var (id, other) = ((await house.SecretsOf(client))[0].Id, (await house.SecretsOf(machine))[0].Id);
        await visitor.OpenHub($"/t/{tenant.Slug}/settings/api-access");
        await visitor.Post(tenant.At(machine, $"/secrets/{other}/reveal"));
        visitor
            .Page.QuerySelector(".hub-page p")!
            .TextContent.ShouldBe("Only app keys can be shown again. If you lost this secret, add a new one.");

        await visitor.OpenHub(tenant.At(client, $"/secrets/{id}"));
        await visitor.Submit("/end", ("evenIfLast", "yes"));
        await visitor.OpenHub($"/t/{tenant.Slug}/settings/api-access");
        visitor.Page.QuerySelectorAll("dd").Select(dd => dd.TextContent.Trim()).ShouldBe([client.Id, "No active key"]);
        await visitor.OpenHub(tenant.At(client, "/change"));
        await visitor.Post(tenant.At(client, $"/secrets/{id}/reveal"));
        (visitor.Answer.Status, visitor.Page.QuerySelector(".hub-page p")!.TextContent).ShouldBe(
            (409, "This key was revoked or has expired, and can't be shown any more.")
        );
        visitor.Answer.Body.ShouldNotContain(key);
    }

    [Fact]
    public async Task A_tenant_without_app_keys_is_told_what_they_are()
    {
        var house = (await visitors.On()).House;
        var tenant = await house.Company();
        var visitor = await house.AtHub(tenant, Role.Reader);
        await visitor.OpenHub($"/t/{tenant.Slug}/settings/api-access");
        visitor
            .Page.QuerySelector(".hub-page p")!
            .TextContent.ShouldBe(
                "No app keys. App keys are for programs that log in with an app_id and an app_key. Other programs have secrets, which you find on their credential's page."
            );
    }

    private async Task<(House House, Tenant Tenant, Client Client, string Key)> Arranged(Database database)
    {
        var house = (await visitors.On(database)).House;
        var tenant = await house.Company();
        var key = AppKeys.Make();
        var seal = house.Services("dc3").GetRequiredService<AppKeys>();
        var client = await house.Credential(
            tenant,
            ClientKind.AppKey,
            with: row => row.Secrets.Add(seal.Seal(key, row.Id, row.TenantId, row.Environment, house.Clock.GetUtcNow()))
        );
        return (house, tenant, client, key.Reveal());
    }
}

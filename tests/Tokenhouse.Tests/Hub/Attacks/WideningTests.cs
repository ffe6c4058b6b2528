using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Attacks;

/// <summary>
/// Nobody comes by more than they have: not by giving scopes of the Hub to a program, not by taking the secret of one that has them, and not by
/// being two things at once.
/// </summary>
[Trait("Category", "Security")]
[Collection<AttackServers>]
public sealed class WideningTests(TestServers servers)
{
    private const string Live = "/acme/credentials/live/";
    private const string Refused =
        "This credential has hub.people.write, and so would anyone with its secret. Only a Manager of the tenant, or a program with the same scopes of the Hub, can get the secret.";

    [Fact]
    public async Task A_program_gives_no_scope_of_the_Hub_that_it_lacks_neither_to_itself_nor_to_another()
    {
        var server = await servers.On();
        var program = await HubProgram.Of(server, HubProgram.Acme, "hub.credentials.read", "hub.credentials.write");
        var other = await HubProgram.Of(server, HubProgram.Acme, "hub.log.read");
        foreach (
            var (id, had) in new[] { (program.Id, """ "hub.credentials.read","hub.credentials.write" """), (other.Id, "\"hub.log.read\"") }
        )
        {
            var answer = await program.Send(
                HttpMethod.Put,
                $"{Live}{id}/scopes",
                $$"""{"scopes":[{{had}},"hub.people.write"],"version":null}"""
            );
            answer.Status.ShouldBe(422, answer.Body);
            Field(answer, "scopes")
                .ShouldBe("A program can add and remove only scopes of the Hub that its own token has. hub.people.write isn't among them.");
        }
        (await program.Send(HttpMethod.Put, $"{Live}{other.Id}/scopes", """{"scopes":[],"version":null}""")).Status.ShouldBe(422);
        (
            await program.Send(
                HttpMethod.Put,
                $"{Live}{other.Id}/scopes",
                """{"scopes":["hub.log.read","hub.credentials.read"],"version":null}"""
            )
        ).Status.ShouldBe(200);
        (await program.Get($"{Live}{other.Id}/scopes"))
            .Json.GetProperty("scopes")
            .EnumerateArray()
            .Where(offer => offer.GetProperty("can_change").GetBoolean())
            .Select(offer => offer.GetProperty("name").GetString()!)
            .Where(name => name.StartsWith("hub.", StringComparison.Ordinal))
            .ShouldBe(["hub.credentials.read", "hub.credentials.write"]);
    }

    [Fact]
    public async Task A_program_takes_no_secret_of_one_that_has_more_of_the_Hub_than_it_has()
    {
        var server = await servers.On();
        var program = await HubProgram.Of(server, HubProgram.Acme, "hub.credentials.write");
        var more = await HubProgram.Of(server, HubProgram.Acme, "hub.people.write");
        var added = await program.Post($"{Live}{more.Id}/secrets", "{}");
        (added.Status, added.Json.GetProperty("detail").GetString()).ShouldBe((409, Refused));
        var same = await HubProgram.Of(server, HubProgram.Acme, "hub.credentials.write");
        (await program.Post($"{Live}{same.Id}/secrets", "{}")).Status.ShouldBe(201);
        (await program.Post($"{Live}acme-live/secrets", "{}")).Status.ShouldBe(201);
    }

    [Fact]
    public async Task Secrets_of_programs_with_scopes_of_the_Hub_are_for_Managers()
    {
        var server = await servers.On();
        var tenant = await server.Company();
        var rotated = await server.Credential(tenant, secret: "a-secret-that-is-there", with: Powerful);
        var waiting = await server.Credential(tenant, with: Powerful);
        var seal = server.Services("dc3").GetRequiredService<AppKeys>();
        var keyed = await server.Credential(
            tenant,
            ClientKind.AppKey,
            with: row =>
            {
                Powerful(row);
                row.Secrets.Add(seal.Seal(AppKeys.Make(), row.Id, row.TenantId, row.Environment, server.Clock.GetUtcNow()));
            }
        );
        var key = (await server.SecretsOf(keyed))[0].Id;
        var (developer, manager) = (await server.AtHub(tenant, Role.Developer), await server.AtHub(tenant, Role.Manager));
        await manager.OpenHub(tenant.At(waiting));
        await manager.Submit("/hand-overs");
        var link = manager.Shown();

        await developer.OpenHub(tenant.At(rotated, "/secrets/add"));
        await developer.Submit("/secrets/add");
        (developer.Answer.Status, developer.Fault()).ShouldBe((409, Refused));
        await developer.Open(link);
        await developer.Submit("/hand-over");
        (developer.Answer.Status, developer.Fault()).ShouldBe((409, Refused));
        await developer.Post(tenant.At(keyed, $"/secrets/{key}/reveal"));
        developer.Answer.Status.ShouldBe(409);
        developer.Answer.Body.ShouldContain("so would anyone with its secret");
        ((await server.SecretsOf(rotated)).Count, (await server.SecretsOf(waiting)).Count).ShouldBe((1, 0));

        await manager.OpenHub(tenant.At(rotated, "/secrets/add"));
        await manager.Submit("/secrets/add");
        manager.Heading.ShouldBe("The secret");
        await manager.Open(link);
        await manager.Submit("/hand-over");
        manager.Heading.ShouldBe("The secret");
        await manager.Post(tenant.At(keyed, $"/secrets/{key}/reveal"));
        manager.Shown().Length.ShouldBe(32);
    }

    [Fact]
    public async Task Scopes_are_given_by_who_showed_a_moment_ago_that_it_is_them()
    {
        var server = await servers.On();
        var tenant = await server.Company();
        var client = await server.Credential(tenant, secret: "a-secret-that-is-there");
        var email = await server.Member(tenant, Role.Manager);
        var manager = await server.AtHub(email);
        await manager.OpenHub(tenant.At(client, "/scopes"));
        server.Clock.Advance(TimeSpan.FromMinutes(6));
        await manager.Press("/scopes", ("scopes", "all"), ("scopes", "hub.people.write"));
        manager.Page.QuerySelector("input[type=password]").ShouldNotBeNull();
        (await server.AuditOf(tenant.Id)).ShouldBeEmpty();
        await manager.SignIn(email);
        manager.Path.ShouldBe(tenant.At(client, "/scopes"));
        await manager.Press("/scopes", ("scopes", "all"), ("scopes", "hub.people.write"));
        (await server.AuditOf(tenant.Id)).Select(entry => entry.Act).ShouldBe(["credential.scopes-changed"]);
    }

    [Fact]
    public async Task Who_works_for_the_vendor_holds_no_secret_of_a_tenant_whatever_they_are_there()
    {
        var server = await servers.On();
        var tenant = await server.Company();
        var client = await server.Credential(tenant, secret: "a-secret-that-is-there");
        foreach (var vendor in (Role[])[Role.Reader, Role.Developer, Role.Manager])
        {
            var session = await server.AtHub(await Both(server, tenant, vendor));
            await session.OpenHub(tenant.At(client, "/secrets/add"));
            session.Answer.Status.ShouldBe(404, vendor.ToString());
            await session.OpenHub(tenant.At(client));
            await session.Post(tenant.At(client, "/secrets/add"));
            session.Answer.Status.ShouldBe(404, vendor.ToString());
        }
        (await server.SecretsOf(client)).Count.ShouldBe(1);

        var employee = await server.AtHub(await Both(server, tenant, Role.Member)); // whose role at the vendor is none in the Hub
        await employee.OpenHub(tenant.At(client, "/secrets/add"));
        employee.Answer.Status.ShouldBe(200);
    }

    private static void Powerful(Client client) => client.Scopes = ["all", "hub.people.write"];

    /// <summary>Somebody who is a Manager of the tenant, and of the vendor's people too.</summary>
    private static Task<string> Both(TestServer server, Tenant tenant, Role vendor) =>
        server.Person(account =>
        {
            account.Memberships.Clear();
            foreach (var (there, role) in new[] { (tenant.Id, Role.Manager), (Datacentre.Vendor, vendor) })
                account.Memberships.Add(
                    new()
                    {
                        AccountId = account.Id,
                        TenantId = there,
                        Role = role,
                        CreatedAt = account.CreatedAt,
                    }
                );
        });

    private static string? Field(Answer answer, string name) => answer.Json.GetProperty("fields").GetProperty(name).GetString();
}

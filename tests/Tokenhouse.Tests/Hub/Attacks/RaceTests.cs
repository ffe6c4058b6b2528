using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Attacks;

/// <summary>Of twenty who do at one moment what is done once, one does it.</summary>
[Trait("Category", "Security")]
[Collection<AttackServers>]
public sealed class RaceTests(TestServers servers)
{
    private const int Many = 20;
    private const string Password = "a new and long password";

    private static int count;

    [Theory, OnEachDatabase]
    public async Task One_gets_the_secret_of_a_link(Database database)
    {
        var server = await servers.On(database);
        var program = await HubProgram.Of(server, HubProgram.Acme, "hub.credentials.write");
        var client = await Client(server, secrets: 0);
        var made = await program.Post($"/acme/credentials/live/{client}/hand-overs", "");
        var link = made.Json.GetProperty("address").GetString()!.Split("link=")[1];
        var answers = await AtOnce(_ => program.Post($"/acme/credentials/live/{client}/hand-overs/fetch", $$"""{"link":"{{link}}"}"""));
        answers.Select(answer => answer.Status).Order().ShouldBe(Enumerable.Repeat(404, Many - 1).Prepend(200));
        (await Secrets(server, client)).ShouldBe(1);
    }

    [Theory, OnEachDatabase]
    public async Task One_takes_the_last_place_for_a_secret(Database database)
    {
        var server = await servers.On(database);
        var program = await HubProgram.Of(server, HubProgram.Acme, "hub.credentials.write");
        var client = await Client(server, secrets: 2);
        var answers = await AtOnce(_ => program.Post($"/acme/credentials/live/{client}/secrets", "{}"));
        answers.Select(answer => answer.Status).Order().ShouldBe(Enumerable.Repeat(409, Many - 1).Prepend(201));
        (await Secrets(server, client)).ShouldBe(3);
    }

    [Theory, OnEachDatabase]
    public async Task One_puts_a_network_on_a_list(Database database)
    {
        var server = await servers.On(database);
        var program = await HubProgram.Of(server, HubProgram.Acme, "hub.allowlists.write");
        foreach (var list in (string[])[$"/acme/credentials/live/{await Client(server, secrets: 0)}/allowlist", "/acme/allowlist/uat"])
        {
            var answers = await AtOnce(_ => program.Post(list, """{"network":"192.0.2.200"}"""));
            answers.Select(answer => answer.Status).Order().ShouldBe(Enumerable.Repeat(422, Many - 1).Prepend(201));
        }
    }

    [Theory, OnEachDatabase]
    public async Task One_becomes_the_first_operator(Database database)
    {
        await using var server = await TestServer.Start(
            new TestServerOptions(database) { Run = ["dc3"], Settings = ["--Tokenhouse:Demo", "false"] }
        );
        var link = await server.FirstOperatorLink();
        var visitors = Enumerable.Range(0, Many).Select(_ => new BrowserSession(server)).ToList();
        foreach (var session in visitors)
            await session.Open(link);
        await Task.WhenAll(
            visitors.Select(
                (session, number) =>
                    session.Submit(
                        "/invitation",
                        ("email", $"operator{number}@vendor.example"),
                        ("name", "Olga"),
                        ("password", Password),
                        ("again", Password)
                    )
            )
        );
        await using var db = server.Db("dc3");
        (await db.Memberships.CountAsync(row => row.TenantId == Datacentre.Vendor && row.Role == Role.Manager)).ShouldBe(1);
        (await db.Accounts.CountAsync()).ShouldBe(1);
        visitors.Count(session => session.Answer.Status is 404 or 429 or 503).ShouldBe(Many - 1); // too late, or too many from one network
    }

    private static Task<Answer[]> AtOnce(Func<int, Task<Answer>> send) => Task.WhenAll(Enumerable.Range(0, Many).Select(send));

    private static async Task<string> Client(TestServer server, int secrets)
    {
        var (id, now) = ($"dc2-race-{Interlocked.Increment(ref count)}", server.Clock.GetUtcNow());
        await using var db = server.Db();
        db.Clients.Add(
            new()
            {
                Id = id,
                TenantId = HubProgram.Acme,
                Environment = TenantEnvironment.LIVE,
                Kind = ClientKind.Machine,
                Name = "Raced for",
                Scopes = [],
                CreatedAt = now,
                Secrets =
                [
                    .. Enumerable
                        .Range(0, secrets)
                        .Select(number => Arrange.Secret(id, HubProgram.Acme, TenantEnvironment.LIVE, $"{id}-{number}", now)),
                ],
            }
        );
        await db.SaveChangesAsync();
        return id;
    }

    private static async Task<int> Secrets(TestServer server, string client)
    {
        await using var db = server.Db();
        return await db.Secrets.IgnoreQueryFilters().CountAsync(row => row.ClientId == client);
    }
}

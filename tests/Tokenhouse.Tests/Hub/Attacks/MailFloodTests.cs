using System.Globalization;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Attacks;

/// <summary>What members of a tenant do writes mails. Nobody can flood a mailbox by that, nor keep others from theirs.</summary>
[OuterTier]
[Trait("Category", "Security")]
[Collection<AttackServers>]
public sealed class MailFloodTests(TestServers servers)
{
    private static int count;

    [Theory, OnEachDatabase]
    public async Task A_mailbox_gets_few_mails_however_often_a_link_is_made(Database database)
    {
        var server = await servers.On(database);
        server.Clock.Advance(TimeSpan.FromMinutes(15)); // what other tests wrote is forgotten
        var program = await HubProgram.Of(server, HubProgram.Acme, "hub.credentials.write");
        var victim = Somebody();
        var client = (await Waiting(server, [victim])).Single();
        for (var i = 0; i < 25; i++)
            (await program.Post($"/acme/credentials/live/{client}/hand-overs", "")).Status.ShouldBe(200);
        await Last(server);
        SentEmails.To(server, victim).Count.ShouldBe(10);

        server.Clock.Advance(TimeSpan.FromMinutes(15));
        program = await HubProgram.Of(server, HubProgram.Acme, "hub.credentials.write"); // tokens end sooner
        (await program.Post($"/acme/credentials/live/{client}/hand-overs", "")).Status.ShouldBe(200);
        (await SentEmails.Wait(server, victim, 11)).Count.ShouldBe(11);
    }

    [Theory, OnEachDatabase]
    public async Task A_tenant_writes_to_few_mailboxes_at_a_time(Database database)
    {
        var server = await servers.On(database);
        server.Clock.Advance(TimeSpan.FromMinutes(15)); // what other tests wrote is forgotten
        var program = await HubProgram.Of(server, HubProgram.Acme, "hub.credentials.write");
        var victims = Enumerable.Range(0, 110).Select(_ => Somebody()).ToList();
        foreach (var client in await Waiting(server, victims))
            (await program.Post($"/acme/credentials/live/{client}/hand-overs", "")).Status.ShouldBe(200);
        await Last(server);
        victims.Count(victim => SentEmails.To(server, victim).Count > 0).ShouldBe(100);
    }

    [Theory, OnEachDatabase]
    public async Task Invitations_that_were_withdrawn_count_among_those_of_a_day(Database database)
    {
        var server = await servers.On(database);
        var tenant = await server.Add($"flood-{Interlocked.Increment(ref count)}", []);
        var program = await HubProgram.Of(server, tenant.Id, "hub.people.read", "hub.people.write");
        var now = server.Clock.GetUtcNow();
        await using (var db = server.Db())
        {
            for (var i = 0; i < 200; i++)
                db.Invitations.Add(
                    new()
                    {
                        Id = Guid.CreateVersion7(now),
                        Hash = Guid.CreateVersion7().ToByteArray(),
                        TenantId = tenant.Id,
                        Role = Role.Reader,
                        Email = Somebody(),
                        IsMailed = true,
                        InvitedBy = program.Id,
                        CreatedAt = now,
                        ExpiresAt = now.AddDays(7),
                        WithdrawnAt = now,
                    }
                );
            await db.SaveChangesAsync();
        }
        var path = $"/{tenant.Slug}/invitations";
        var refused = await program.Post(path, $$"""{"email":"{{Somebody()}}","role":"Reader"}""");
        (refused.Status, refused.Json.GetProperty("detail").GetString()).ShouldBe(
            (
                409,
                "The tenant has reached its limit of 200 invitations that are pending or were created within a day. Withdraw some, or wait until tomorrow."
            )
        );
    }

    private static string Somebody() =>
        string.Create(CultureInfo.InvariantCulture, $"victim{Interlocked.Increment(ref count)}@elsewhere.example");

    /// <summary>Credentials that wait for their first secrets, for each of whom the link is mailed to.</summary>
    private static async Task<IReadOnlyList<string>> Waiting(TestServer server, IReadOnlyList<string> contacts)
    {
        await using var db = server.Db();
        var ids = new List<string>();
        foreach (var contact in contacts)
        {
            ids.Add(string.Create(CultureInfo.InvariantCulture, $"dc2-waiting-{Interlocked.Increment(ref count)}"));
            db.Clients.Add(
                new()
                {
                    Id = ids[^1],
                    TenantId = HubProgram.Acme,
                    Environment = TenantEnvironment.LIVE,
                    Kind = ClientKind.Machine,
                    Name = "Waits",
                    Contact = contact,
                    Scopes = [],
                    CreatedAt = server.Clock.GetUtcNow(),
                }
            );
        }
        await db.SaveChangesAsync();
        return ids;
    }

    /// <summary>A mail of somebody else, which is written after all that wait.</summary>
    private static async Task Last(TestServer server)
    {
        var email = Somebody();
        var other = await server.Add($"other-{Interlocked.Increment(ref count)}", []);
        var program = await HubProgram.Of(server, other.Id, "hub.people.write");
        (await program.Post($"/{other.Slug}/invitations", $$"""{"email":"{{email}}","role":"Reader"}""")).Status.ShouldBe(201);
        await SentEmails.Wait(server, email);
    }
}

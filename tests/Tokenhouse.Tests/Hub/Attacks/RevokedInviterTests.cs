using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Attacks;

/// <summary>What somebody invited others with ends with their right to: they could hold a link themselves.</summary>
[Trait("Category", "Security")]
[Collection<AttackServers>]
public sealed class RevokedInviterTests(TestServers servers)
{
    private static int count;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_Manager_of_the_vendor_invited_to_in_a_tenant_ends_with_the_role_at_the_vendor(bool removed)
    {
        var server = await servers.On();
        var tenant = await server.Company();
        var email = await server.Staff(Role.Manager);
        var link = await Invite(await server.AtHub(email), server, $"/t/{tenant.Slug}/people/invite");
        var other = await server.AtHub(await server.Staff(Role.Manager));
        var id = (await server.Account(email)).Id;
        if (removed)
        {
            await other.OpenHub($"/t/vendor/people/{id}/remove");
            await other.Submit("/remove");
        }
        else
        {
            await other.OpenHub($"/t/vendor/people/{id}/role");
            await other.Submit("/role", ("role", "Reader"));
        }
        other.Answer.Status.ShouldBe(200, other.Answer.ToString());

        var guest = new BrowserSession(server);
        await guest.Open(link);
        (guest.Answer.Status, guest.Heading).ShouldBe((404, "This invitation is no longer valid"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_program_invited_to_ends_when_it_is_disabled_or_loses_the_scope(bool disabled)
    {
        var server = await servers.On();
        var program = await HubProgram.Of(server, HubProgram.Acme, "hub.people.read", "hub.people.write");
        var manager = await HubProgram.Of(server, HubProgram.Acme, "hub.people.read", "hub.people.write", "hub.credentials.write");
        var email = $"invited{Interlocked.Increment(ref count)}@acme.example";
        (await program.Post("/acme/invitations", $$"""{"email":"{{email}}","role":"Manager"}""")).Status.ShouldBe(201);
        (await Waiting(manager, email)).ShouldBe(1);
        var ended = disabled
            ? await manager.Post($"/acme/credentials/live/{program.Id}/disable", "")
            : await manager.Send(
                HttpMethod.Put,
                $"/acme/credentials/live/{program.Id}/scopes",
                """{"scopes":["hub.people.read"],"version":null}"""
            );
        ended.Status.ShouldBeOneOf(200, 204);
        (await Waiting(manager, email)).ShouldBe(0);
    }

    private static async Task<string> Invite(BrowserSession manager, TestServer server, string path)
    {
        var email = $"accomplice{Interlocked.Increment(ref count)}@elsewhere.example";
        await manager.OpenHub(path);
        await manager.Submit("/invite", ("email", email), ("role", "Manager"));
        return await SentEmails.Link(server, email);
    }

    private static async Task<int> Waiting(HubProgram program, string email) =>
        (await program.Get("/acme/invitations"))
            .Json.GetProperty("items")
            .EnumerateArray()
            .Count(item => item.GetProperty("email").GetString() == email);
}

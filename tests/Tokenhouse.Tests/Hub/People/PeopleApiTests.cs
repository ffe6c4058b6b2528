using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.People;

/// <summary>People by the API: the same use cases, for programs.</summary>
[Collection<PeopleServers>]
public sealed class PeopleApiTests(TestServers servers)
{
    [Fact]
    public async Task A_program_lists_people_changes_a_role_and_removes_somebody()
    {
        var server = await servers.On();
        var program = await HubProgram.Of(server, HubProgram.Acme, "hub.people.read", "hub.people.write");
        var list = (await program.Get("/acme/people?size=200")).Json.GetProperty("items").EnumerateArray().ToList();
        list.Select(person => person.GetProperty("email").GetString())
            .ShouldBe(["developer@acme.example", "manager@acme.example", "reader@acme.example"]);
        foreach (var (search, found) in new[] { ("READER@Acme", 1), ("@ACME", 3), ("nobody", 0) })
            (await program.Get("/acme/people?search=" + search)).Json.GetProperty("items").GetArrayLength().ShouldBe(found, search);
        foreach (var (size, status) in new[] { ("many", 400), ("99999999999", 400), ("-1", 200), ("0", 200) })
            (await program.Get("/acme/people?size=" + size)).Status.ShouldBe(status, size);
        var reader = list[2];
        var path = "/acme/people/" + reader.GetProperty("id").GetString();
        var seen = await program.Get(path);
        (seen.Status, seen.Json.GetProperty("role").GetString()).ShouldBe((200, "Reader"));

        var tag = seen["ETag"]!;
        (await program.Send(HttpMethod.Put, path + "/role", """{"role":"Developer","version":null}""", ("If-Match", tag))).Status.ShouldBe(
            204
        );
        (await program.Send(HttpMethod.Put, path + "/role", """{"role":"Member","version":null}""", ("If-Match", tag))).Status.ShouldBe(
            412
        );
        (await program.Send(HttpMethod.Put, path + "/role", """{"role":"Owner","version":null}""")).Status.ShouldBe(400);
        (await program.Get(path)).Json.GetProperty("role").GetString().ShouldBe("Developer");
        var manager = "/acme/people/" + list[1].GetProperty("id").GetString();
        var refused = await program.Send(HttpMethod.Delete, manager);
        refused.Status.ShouldBe(409);
        refused.Json.GetProperty("detail").GetString()!.ShouldStartWith("manager@acme.example is the last Manager here. ");
        (await program.Send(HttpMethod.Delete, path)).Status.ShouldBe(204);
        (await program.Get(path)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_program_invites_and_never_sees_the_link_that_was_mailed()
    {
        var server = await servers.On();
        var program = await HubProgram.Of(server, HubProgram.Acme, "hub.people.read", "hub.people.write");
        var made = await program.Post("/acme/invitations", """{"email":"Guest@Acme.example","role":"Reader"}""");
        (made.Status, made.Json.GetProperty("email").GetString()).ShouldBe((201, "guest@acme.example"));
        made.Body.ShouldNotContain("link");
        await SentEmails.Wait(server, "guest@acme.example");
        var waiting = (await program.Get("/acme/invitations")).Json.GetProperty("items")[0];
        waiting.GetProperty("invited_by").GetString().ShouldBe(program.Id);
        var path = "/acme/invitations/" + waiting.GetProperty("id").GetString();
        (await program.Send(HttpMethod.Delete, path)).Status.ShouldBe(204);
        (await program.Send(HttpMethod.Delete, path)).Status.ShouldBe(404);
        (await program.Post("/acme/invitations", """{"email":"x","role":"Reader"}""")).Status.ShouldBe(422);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_scope_to_read_changes_nothing_and_a_tenants_program_disables_nobody()
    {
        var server = await servers.On();
        var reads = await HubProgram.Of(server, HubProgram.Acme, "hub.people.read");
        var writes = await HubProgram.Of(server, HubProgram.Acme, "hub.people.write");
        Guid manager;
        await using (var db = server.Db())
            manager = (await db.Accounts.SingleAsync(account => account.Email == "manager@acme.example")).Id;
        (await reads.Post("/acme/invitations", """{"email":"a@b.example","role":"Reader"}""")).Status.ShouldBe(403);
        (await reads.Send(HttpMethod.Delete, $"/acme/people/{manager}")).Status.ShouldBe(403);
        (await writes.Post($"/acme/people/{manager}/disable", "")).Status.ShouldBe(404);
        (await writes.Get("/acme/people")).Status.ShouldBe(403);
        (await writes.Send(HttpMethod.Delete, $"/globex/people/{manager}")).Status.ShouldBe(404);
        await using var after = server.Db();
        (await after.Memberships.SingleAsync(row => row.AccountId == manager)).Role.ShouldBe(Role.Manager);
    }
}

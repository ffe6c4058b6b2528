using Microsoft.EntityFrameworkCore;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Credentials;

/// <summary>What people do with credentials in the Hub, programs do through its API.</summary>
[Collection<CredentialServers>]
public sealed class CredentialApiTests(TestServers servers)
{
    private const string One = "/acme/credentials/live/";

    [Fact]
    public async Task A_program_rotates_its_own_secret()
    {
        var server = await servers.On();
        var program = await HubProgram.Of(server, HubProgram.Acme, "hub.credentials.read", "hub.credentials.write");
        var added = await program.Post($"{One}{program.Id}/secrets", """{"days":90}""");
        added.Status.ShouldBe(201);
        added["Cache-Control"].ShouldBe("no-store");
        var secret = added.Json.GetProperty("secret").GetString()!;
        (await server.Token(TestServer.Dc2, program.Id, secret, "hub.credentials.read")).Status.ShouldBe(200);

        var read = await program.Get(One + program.Id);
        read["ETag"].ShouldBe("\"0\"");
        read.Body.ShouldNotContain(secret);
        var secrets = read.Json.GetProperty("secrets").EnumerateArray().ToList();
        secrets.Select(entry => entry.GetProperty("state").GetString()).ShouldBe(["Live", "Live"]);
        var old = secrets.Select(entry => entry.GetProperty("id").GetGuid()).Single(id => id != added.Json.GetProperty("id").GetGuid());
        var end = server.Clock.GetUtcNow().AddHours(1);
        (await program.Send(HttpMethod.Put, $"{One}{program.Id}/secrets/{old}/end", $$"""{"expires_at":"{{end:O}}"}""")).Status.ShouldBe(
            200
        );
        (await program.Send(HttpMethod.Delete, $"{One}{program.Id}/secrets/{old}")).Status.ShouldBe(204);
        (await server.Token(TestServer.Dc2, program.Id, program.Id + "-secret", "hub.credentials.read")).Status.ShouldBe(401);
        (await program.Send(HttpMethod.Delete, $"{One}{program.Id}/secrets/{added.Json.GetProperty("id").GetGuid()}")).Status.ShouldBe(409);
    }

    [Fact]
    public async Task A_credential_is_changed_as_it_was_read_or_not_at_all()
    {
        var server = await servers.On();
        var program = await HubProgram.Of(server, HubProgram.Acme, "hub.credentials.read", "hub.credentials.write");
        const string Body =
            """{"name":"Nightly","purpose":"","owner":"","contact":"","redirect_uris":[],"post_logout_redirect_uris":[],"requires_pkce":false,"requires_allowlist":false,"sign_in_scopes":[],"has_claims_in_id_token":false,"version":null}""";
        var changed = await program.Send(HttpMethod.Put, One + program.Id, Body, ("If-Match", "\"0\""));
        (changed.Status, changed["ETag"]).ShouldBe((200, "\"1\""));
        (await program.Send(HttpMethod.Put, One + program.Id, Body, ("If-Match", "\"0\""))).Status.ShouldBe(412);
        var scopes = await program.Send(
            HttpMethod.Put,
            $"{One}{program.Id}/scopes",
            """{"scopes":["hub.credentials.read"],"version":null}"""
        );
        scopes.Json.GetProperty("scopes")[0].GetProperty("is_covered").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task The_list_is_read_in_batches()
    {
        var server = await servers.On();
        var program = await HubProgram.Of(server, HubProgram.Acme, "hub.credentials.read");
        await using var db = server.Db();
        db.Tenant = HubProgram.Acme;
        var all = await db.Clients.OrderBy(row => row.Environment).ThenBy(row => row.Id).Select(row => row.Id).ToListAsync();
        var (found, cursor) = (new List<string>(), "");
        do
        {
            var batch = (await program.Get($"/acme/credentials?size=1{cursor}")).Json;
            found.AddRange(batch.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
            cursor = batch.TryGetProperty("next", out var next) ? "&cursor=" + next.GetString() : "";
        } while (cursor.Length > 0);
        found.ShouldBe(all);
        (await program.Get("/acme/credentials?cursor=made-up")).Status.ShouldBe(422);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_program_of_the_vendor_reaches_every_tenant_and_no_secret()
    {
        var server = await servers.On();
        var program = await HubProgram.Of(server, Tokenhouse.Core.Datacentre.Vendor, "hub.credentials.read", "hub.credentials.write");
        (await program.Get(One + "acme-live")).Status.ShouldBe(200);
        (await program.Post(One + "acme-live/secrets", "{}")).Status.ShouldBe(404);
        (await program.Post(One + "acme-live/hand-overs", "")).Status.ShouldBe(404);
        (await program.Post(One + "acme-live/hand-overs/fetch", """{"link":"x"}""")).Status.ShouldBe(404);
    }
}

using Microsoft.EntityFrameworkCore;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Api;

/// <summary>Who is let into the Hub's API.</summary>
[Trait("Category", "Security")]
[Collection<ApiServers>]
public sealed class ApiDoorTests(TestServers servers)
{
    private const string Overview = HubProgram.Dc2 + "/api/v1/tenants/acme/overview";

    [Fact]
    public async Task A_program_of_the_tenant_is_let_in()
    {
        var server = await servers.On();
        var program = await HubProgram.Of(server, HubProgram.Acme, "hub.credentials.read");
        var answer = await program.Get("/acme/overview");
        answer.Status.ShouldBe(200);
        answer["Cache-Control"].ShouldBe("no-store");
        answer.Json.GetProperty("environments").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Without_a_token_the_answer_says_which_one_to_send()
    {
        var server = await servers.On();
        var answer = await server.Get(Overview);
        (answer.Status, answer["WWW-Authenticate"], answer["Content-Type"]).ShouldBe(
            (401, "Bearer realm=\"hub\"", "application/problem+json")
        );
        answer.Json.GetProperty("title").GetString().ShouldBe("Not authenticated");
        answer.Json.GetProperty("correlation_id").GetString().ShouldBe(answer.CorrelationId);
    }

    [Fact]
    public async Task A_token_for_another_API_is_refused()
    {
        var server = await servers.On();
        var other = await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret", "Public.Job.Read");
        var answer = await Ask(server, other.Json.GetProperty("access_token").GetString()!);
        (answer.Status, answer["WWW-Authenticate"]).ShouldBe((401, "Bearer realm=\"hub\", error=\"invalid_token\""));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    public async Task What_is_no_token_of_ours_is_refused(string token)
    {
        var server = await servers.On();
        (await Ask(server, token)).Status.ShouldBe(401);
    }

    [Fact]
    public async Task Without_the_scope_it_is_told_which_one()
    {
        var server = await servers.On();
        var program = await HubProgram.Of(server, HubProgram.Acme, "hub.log.read");
        var answer = await program.Get("/acme/overview");
        (answer.Status, answer["WWW-Authenticate"]).ShouldBe(
            (403, "Bearer realm=\"hub\", error=\"insufficient_scope\", scope=\"hub.credentials.read\"")
        );
    }

    [Fact]
    public async Task Another_tenant_is_as_unknown_as_one_that_does_not_exist()
    {
        var server = await servers.On();
        var tenant = await server.Add("stranger", []);
        var program = await HubProgram.Of(server, tenant.Id, "hub.credentials.read");
        (await program.Get("/stranger/overview")).Status.ShouldBe(200);
        var (other, none) = (await program.Get("/acme/overview"), await program.Get("/nobody/overview"));
        (other.Status, none.Status).ShouldBe((404, 404));
        Without(other).ShouldBe(Without(none));
    }

    [Fact]
    public async Task A_program_of_the_vendor_reaches_every_tenant()
    {
        var server = await servers.On();
        var program = await HubProgram.Of(server, Tokenhouse.Core.Datacentre.Vendor, "hub.credentials.read");
        (await program.Get("/acme/overview")).Status.ShouldBe(200);
        (await program.Get("/nobody/overview")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_disabled_client_is_let_in_no_longer()
    {
        var server = await servers.On();
        var program = await HubProgram.Of(server, HubProgram.Acme, "hub.credentials.read");
        await using (var db = server.Db())
        {
            var row = await db.Clients.IgnoreQueryFilters().SingleAsync(client => client.Id == program.Id);
            row.DisabledAt = server.Clock.GetUtcNow();
            await db.SaveChangesAsync();
        }
        await server.HearOfChanges();
        (await program.Get("/acme/overview")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task From_an_address_that_is_not_on_the_clients_list_it_is_refused()
    {
        var server = await servers.On();
        var program = await HubProgram.Of(server, HubProgram.Acme, "hub.credentials.read");
        await using (var db = server.Db())
        {
            db.AllowedNetworks.Add(Arrange.Network("203.0.113.7/32", HubProgram.Acme, program.Id));
            await db.SaveChangesAsync();
        }
        await server.HearOfChanges();
        var answer = await program.Get("/acme/overview");
        (answer.Status, answer.Json.GetProperty("title").GetString()).ShouldBe((403, "IP address not allowed"));
    }

    private static string Without(Answer answer) => answer.ToString().Replace(answer.CorrelationId, "{id}", StringComparison.Ordinal);

    private static async Task<Answer> Ask(TestServer server, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Overview);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        using var response = await server.Http.SendAsync(request);
        return await Answer.From(response);
    }
}

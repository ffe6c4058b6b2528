using Microsoft.EntityFrameworkCore;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Api;

/// <summary>Who is let into the Hub's API.</summary>
[Trait("Category", "Security")]
public sealed class ApiDoorTests(Houses houses) : IClassFixture<Houses>
{
    private const string Overview = HubProgram.Dc2 + "/api/v1/tenants/acme/overview";

    [Fact]
    public async Task A_program_of_the_tenant_is_let_in()
    {
        var house = await houses.On();
        var program = await HubProgram.Of(house, HubProgram.Acme, "hub.credentials.read");
        var answer = await program.Get("/acme/overview");
        answer.Status.ShouldBe(200);
        answer["Cache-Control"].ShouldBe("no-store");
        answer.Json.GetProperty("environments").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Without_a_token_the_answer_says_which_one_to_send()
    {
        var house = await houses.On();
        var answer = await house.Get(Overview);
        (answer.Status, answer["WWW-Authenticate"], answer["Content-Type"]).ShouldBe(
            (401, "Bearer realm=\"hub\"", "application/problem+json")
        );
        answer.Json.GetProperty("title").GetString().ShouldBe("Not authenticated");
        answer.Json.GetProperty("correlation_id").GetString().ShouldBe(answer.CorrelationId);
    }

    [Fact]
    public async Task A_token_for_another_API_is_refused()
    {
        var house = await houses.On();
        var other = await house.Token(House.Dc2, "acme-live", "acme-live-demo-secret", "Public.Job.Read");
        var answer = await Ask(house, other.Json.GetProperty("access_token").GetString()!);
        (answer.Status, answer["WWW-Authenticate"]).ShouldBe((401, "Bearer realm=\"hub\", error=\"invalid_token\""));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    public async Task What_is_no_token_of_ours_is_refused(string token)
    {
        var house = await houses.On();
        (await Ask(house, token)).Status.ShouldBe(401);
    }

    [Fact]
    public async Task Without_the_scope_it_is_told_which_one()
    {
        var house = await houses.On();
        var program = await HubProgram.Of(house, HubProgram.Acme, "hub.log.read");
        var answer = await program.Get("/acme/overview");
        (answer.Status, answer["WWW-Authenticate"]).ShouldBe(
            (403, "Bearer realm=\"hub\", error=\"insufficient_scope\", scope=\"hub.credentials.read\"")
        );
    }

    [Fact]
    public async Task Another_tenant_is_as_unknown_as_one_that_does_not_exist()
    {
        var house = await houses.On();
        var tenant = await house.Add("stranger", []);
        var program = await HubProgram.Of(house, tenant.Id, "hub.credentials.read");
        (await program.Get("/stranger/overview")).Status.ShouldBe(200);
        var (other, none) = (await program.Get("/acme/overview"), await program.Get("/nobody/overview"));
        (other.Status, none.Status).ShouldBe((404, 404));
        Without(other).ShouldBe(Without(none));
    }

    [Fact]
    public async Task A_program_of_the_vendor_reaches_every_tenant()
    {
        var house = await houses.On();
        var program = await HubProgram.Of(house, Tokenhouse.Core.Datacentre.Vendor, "hub.credentials.read");
        (await program.Get("/acme/overview")).Status.ShouldBe(200);
        (await program.Get("/nobody/overview")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_disabled_client_is_let_in_no_longer()
    {
        var house = await houses.On();
        var program = await HubProgram.Of(house, HubProgram.Acme, "hub.credentials.read");
        await using (var db = house.Db())
        {
            var row = await db.Clients.IgnoreQueryFilters().SingleAsync(client => client.Id == program.Id);
            row.DisabledAt = house.Clock.GetUtcNow();
            await db.SaveChangesAsync();
        }
        await house.HearOfChanges();
        (await program.Get("/acme/overview")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task From_an_address_that_is_not_on_the_clients_list_it_is_refused()
    {
        var house = await houses.On();
        var program = await HubProgram.Of(house, HubProgram.Acme, "hub.credentials.read");
        await using (var db = house.Db())
        {
            db.AllowedNetworks.Add(Arrange.Network("203.0.113.7/32", HubProgram.Acme, program.Id));
            await db.SaveChangesAsync();
        }
        await house.HearOfChanges();
        var answer = await program.Get("/acme/overview");
        (answer.Status, answer.Json.GetProperty("title").GetString()).ShouldBe((403, "IP address not allowed"));
    }

    private static string Without(Answer answer) => answer.ToString().Replace(answer.CorrelationId, "{id}", StringComparison.Ordinal);

    private static async Task<Answer> Ask(House house, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Overview);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        using var response = await house.Http.SendAsync(request);
        return await Answer.From(response);
    }
}

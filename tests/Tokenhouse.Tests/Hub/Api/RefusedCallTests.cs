using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Api;

/// <summary>What the Hub's own API refuses stands in the log of the caller's tenant, as what other APIs report; and nothing of it on the wire.</summary>
[Trait("Category", "Security")]
public sealed class RefusedCallTests(TestServers servers) : IClassFixture<TestServers>
{
    [Fact]
    public async Task A_missing_scope_is_told_with_the_route_it_was_missing_for()
    {
        var server = await servers.On();
        var program = await HubProgram.Of(server, HubProgram.Acme, "hub.log.read");
        var row = (await server.Refusals(await program.Get("/acme/overview"))).ShouldHaveSingleItem();
        Facts(row).ShouldBe((HubProgram.Acme, program.Id, "ScopeMissing", "the access token doesn't have the scope hub.credentials.read"));
        (row.Operation, row.ApiIdentifier, row.Path, row.Code, row.Environment, row.Address, row.Dialect).ShouldBe(
            (
                "api",
                "urn:tokenhouse:hub",
                "/api/v1/tenants/{tenant}/overview",
                "insufficient_scope",
                TenantEnvironment.LIVE,
                "127.0.0.1",
                ""
            )
        );
        var log = await program.Get("/acme/log?operation=api&credential=" + program.Id);
        log.Json.GetProperty("items")[0].GetProperty("api").GetString().ShouldBe("urn:tokenhouse:hub");
    }

    [Fact]
    public async Task A_token_for_another_API_or_one_that_ended_is_told_to_whose_it_was()
    {
        var server = await servers.On();
        var other = await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret", "Public.Job.Read");
        var wrong = await Ask(server, other.Json.GetProperty("access_token").GetString()!);
        Facts((await server.Refusals(wrong)).Single())
            .ShouldBe((HubProgram.Acme, "acme-live", "OfAnotherApi", "the access token is for urn:tokenhouse:hr"));

        var program = await HubProgram.Of(server, HubProgram.Acme, "hub.credentials.read");
        server.Clock.Advance(TimeSpan.FromHours(2));
        var late = await Ask(server, program.Token);
        late.Status.ShouldBe(401);
        var row = (await server.Refusals(late)).Single();
        (row.ClientId, row.Kind, row.Code).ShouldBe((program.Id, "AccessTokenExpired", "invalid_token"));
    }

    [Fact]
    public async Task An_address_that_is_not_allowed_and_a_tenant_that_is_not_theirs_are_told_too()
    {
        var server = await servers.On();
        var program = await HubProgram.Of(server, HubProgram.Acme, "hub.credentials.read", "hub.tenants.read");
        var tenant = await server.Add("refused-call", []);
        var foreign = (await server.Refusals(await program.Get("/refused-call/overview"))).ShouldHaveSingleItem();
        Facts(foreign)
            .ShouldBe(
                (HubProgram.Acme, program.Id, "Other", "the tenant doesn't exist, or the client can't access what it requested there")
            );
        foreign.TenantId.ShouldNotBe(tenant.Id); // whose it was learns nothing of it
        await using (var db = server.Db())
        {
            db.AllowedNetworks.Add(Arrange.Network("203.0.113.7/32", HubProgram.Acme, program.Id));
            await db.SaveChangesAsync();
        }
        await server.HearOfChanges();
        var row = (await server.Refusals(await program.Get("/acme/overview"))).ShouldHaveSingleItem();
        (row.ClientId, row.Kind, row.Path).ShouldBe((program.Id, "AddressNotAllowed", "/api/v1/tenants/{tenant}/overview"));
    }

    [Fact]
    public async Task What_proves_nothing_fills_no_log()
    {
        var server = await servers.On();
        var (none, nonsense) = (
            await server.Get(HubProgram.Dc2 + "/api/v1/tenants/acme/overview"),
            await Ask(server, "eyJhbGciOiJub25lIn0.e30.")
        );
        var marker = await HubProgram.Of(server, HubProgram.Acme, "hub.log.read");
        await server.Refusals(await marker.Get("/acme/overview")); // written after them
        await using var db = server.Db();
        (
            await db
                .Refusals.IgnoreQueryFilters()
                .AnyAsync(row => row.CorrelationId == none.CorrelationId || row.CorrelationId == nonsense.CorrelationId)
        ).ShouldBeFalse();
    }

    private static (long, string?, string, string) Facts(Refusal row) => (row.TenantId, row.ClientId, row.Kind, row.Reason);

    private static async Task<Answer> Ask(TestServer server, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, HubProgram.Dc2 + "/api/v1/tenants/acme/overview");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        using var response = await server.Http.SendAsync(request);
        return await Answer.From(response);
    }
}

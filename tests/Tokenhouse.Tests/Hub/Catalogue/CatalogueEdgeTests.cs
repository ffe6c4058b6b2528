using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Catalogue;
using Tokenhouse.Tests.Hub.Api;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Catalogue;

/// <summary>Names of the catalogue at their bounds, and who is in the way of a scope that is to go.</summary>
[Collection<ApiServers>]
public sealed class CatalogueEdgeTests(TestServers servers)
{
    private const string Hr = "urn:tokenhouse:hr";

    [Fact]
    public async Task The_longest_names_fit_and_one_letter_more_does_not()
    {
        var server = await servers.On();
        var token = await server.HubToken(Datacentre.Vendor, "hub.contracts.write", "hub.contracts.read");
        (string Path, object Body, int Status, string? Field)[] calls =
        [
            ("/catalogue/scopes", new { Api = Hr, Scope = new string('s', 100) }, 204, null),
            ("/catalogue/scopes", new { Api = Hr, Scope = new string('s', 101) }, 422, "scope"),
            ("/catalogue/scopes", new { Api = Hr, Scope = "" }, 422, "scope"),
            ("/catalogue/apis", new { Identifier = "urn:x:" + new string('i', 194), Name = new string('n', 100) }, 201, null),
            ("/catalogue/apis", new { Identifier = "urn:x:" + new string('i', 195), Name = "n" }, 422, "identifier"),
            ("/catalogue/apis", new { Identifier = "urn:x:name", Name = new string('n', 101) }, 422, "name"),
            ("/catalogue/apis", new { Identifier = "urn:x:blank", Name = " " }, 422, "name"),
            (
                "/catalogue/clients",
                new
                {
                    Api = Hr,
                    Environment = "test",
                    Id = "hr-api-2",
                },
                422,
                "environment"
            ),
            (
                "/catalogue/clients",
                new
                {
                    Api = "urn:x:nobody",
                    Environment = "live",
                    Id = "hr-api-2",
                },
                404,
                null
            ),
        ];
        foreach (var (path, body, status, field) in calls)
        {
            var answer = await server.Call(token, HttpMethod.Post, path, body);
            answer.Status.ShouldBe(status, $"{path} {body}");
            if (field is not null)
                answer.Json.GetProperty("fields").TryGetProperty(field, out _).ShouldBeTrue(answer.Body);
        }
        (await server.Call(token, HttpMethod.Get, "/tenants/nordia/catalogue")).Body.ShouldContain(new string('s', 100));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-hr")]
    [InlineData("hr-")]
    [InlineData("HR")]
    [InlineData("hr api")]
    [InlineData("hr\n")]
    public async Task The_id_of_an_API_is_made_of_small_letters_digits_and_hyphens(string id)
    {
        var server = await servers.On();
        var token = await server.HubToken(Datacentre.Vendor, "hub.contracts.write");
        await server.Call(token, HttpMethod.Post, "/catalogue/apis", new { Identifier = "urn:x:ids", Name = "Ids" });
        var answer = await server.Call(
            token,
            HttpMethod.Post,
            "/catalogue/clients",
            new
            {
                Api = "urn:x:ids",
                Environment = "live",
                Id = id,
            }
        );
        (answer.Status, answer.Json.GetProperty("fields").GetProperty("id").GetString()).ShouldBe(
            (422, "Use up to 100 lowercase letters and digits, with hyphens between them, such as hr-api.")
        );
    }

    [Fact]
    public async Task A_scope_that_a_contract_will_have_stays_and_one_that_a_contract_had_goes()
    {
        var server = await servers.On();
        var token = await server.HubToken(Datacentre.Vendor, "hub.contracts.write");
        var now = server.Clock.GetUtcNow();
        foreach (
            var (name, from, until, status) in new (string, DateTimeOffset, DateTimeOffset?, int)[]
            {
                ("edge.future", now.AddYears(1), null, 409),
                ("edge.ending", now.AddDays(-1), now.AddMinutes(1), 409),
                ("edge.over", now.AddDays(-2), now.AddDays(-1), 204),
            }
        )
        {
            await server.Call(token, HttpMethod.Post, "/catalogue/scopes", new { Api = Hr, Scope = name });
            await server.AddTenant(
                name.Replace('.', '-'),
                tenant =>
                {
                    tenant.Contracts.Clear();
                    tenant.Contracts.Add(
                        new()
                        {
                            Id = Guid.CreateVersion7(now),
                            TenantId = tenant.Id,
                            Environment = TenantEnvironment.UAT,
                            Scopes = [name],
                            From = from,
                            Until = until,
                        }
                    );
                }
            );
            var answer = await server.Call(token, HttpMethod.Post, "/catalogue/scopes/remove", new { Scope = name });
            answer.Status.ShouldBe(status, name);
        }
    }

    [Fact]
    public async Task Of_many_who_add_one_scope_at_once_one_does()
    {
        var server = await servers.On();
        var caller = await server.Actor(await server.Member(Datacentre.Vendor, Role.Developer), "vendor");
        var add = server.The<AddScope>();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => add.Execute(caller, new(Hr, "edge.at-once")))));
        outcomes.Count(outcome => outcome.Ok(out _, out _)).ShouldBe(1);
        foreach (var outcome in outcomes)
            if (!outcome.Ok(out _, out var problem))
                problem.Fields["scope"].ShouldBe($"The scope edge.at-once already exists, in {Hr}.");
        (await server.AuditOf(Datacentre.Vendor)).Count(entry => entry.Target == "edge.at-once").ShouldBe(1);
    }

    [Fact]
    public async Task A_name_is_kept_without_the_blanks_around_it_and_both_are_in_the_audit()
    {
        var server = await servers.On();
        var token = await server.HubToken(Datacentre.Vendor, "hub.contracts.write");
        await server.Call(token, HttpMethod.Post, "/catalogue/apis", new { Identifier = "urn:x:renamed", Name = " Before " });
        (
            await server.Call(token, HttpMethod.Put, "/catalogue/apis", new { Identifier = "urn:x:renamed", Name = " After " })
        ).Status.ShouldBe(204);
        (await server.Call(token, HttpMethod.Put, "/catalogue/apis", new { Identifier = "urn:x:nobody", Name = "x" })).Status.ShouldBe(404);
        var entry = (await server.AuditOf(Datacentre.Vendor)).Single(entry =>
            entry.Act == "api.renamed" && entry.Target == "urn:x:renamed"
        );
        (entry.Before, entry.After).ShouldBe(("""{"name":"Before"}""", """{"name":"After"}"""));
    }
}

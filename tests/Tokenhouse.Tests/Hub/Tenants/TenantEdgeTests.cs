using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Tests.Hub.Api;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Tenants;

/// <summary>Numbers, names and versions of tenants at their bounds; the page and the API alike.</summary>
[Collection<ApiServers>]
public sealed class TenantEdgeTests(TestServers servers)
{
    [Fact]
    public async Task A_number_that_nothing_could_follow_is_refused_and_others_still_get_theirs()
    {
        var server = await servers.On();
        var token = await server.HubToken(Datacentre.Vendor, "hub.tenants.write");
        foreach (var id in (long[])[long.MaxValue, 1_000_000_000_000_000])
        {
            var refused = await server.Call(
                token,
                HttpMethod.Post,
                "/tenants",
                new
                {
                    Name = "Last",
                    Slug = "last-one",
                    Id = id,
                }
            );
            (refused.Status, refused.Json.GetProperty("fields").GetProperty("id").GetString()).ShouldBe(
                (422, "A tenant's number can have at most fifteen digits.")
            );
        }
        var last = await server.Call(
            token,
            HttpMethod.Post,
            "/tenants",
            new
            {
                Name = "Last",
                Slug = "last-one",
                Id = 999_999_999_999_998,
            }
        );
        last.Status.ShouldBe(201);
        var next = await server.Call(token, HttpMethod.Post, "/tenants", new { Name = "Next", Slug = "next-to-last" });
        next.Status.ShouldBe(201);
        next.Json.GetProperty("id").GetInt64().ShouldBeInRange(300_000, 399_999);
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public async Task A_name_has_a_most(int length, bool fits)
    {
        var server = await servers.On();
        var slug = $"name-of-{length}";
        await server.AddTenant(slug);
        var session = await server.Operator($"/t/{slug}/tenant");
        await session.Send($"/t/{slug}/tenant", ("name", new string('n', length)));
        if (fits)
            session.Said().ShouldBe("Saved. It takes effect within a second.");
        else
            session.Fault("name").ShouldBe("A name can have at most 200 characters.");
    }

    [Theory]
    [InlineData("x\ty", "A name must be one line, without control characters or invisible characters.")]
    [InlineData("x\u001b[31m", "A name must be one line, without control characters or invisible characters.")]
    [InlineData("\u00a0", "Enter a name for the tenant.")]
    public async Task A_name_is_one_line_of_something(string name, string sentence)
    {
        var server = await servers.On();
        var token = await server.HubToken(Datacentre.Vendor, "hub.tenants.write");
        await server.AddTenant("one-line");
        foreach (
            var (method, path, body) in new (HttpMethod, string, object)[]
            {
                (HttpMethod.Post, "/tenants", new { Name = name, Slug = "not-made" }),
                (
                    HttpMethod.Put,
                    "/tenants/one-line",
                    new
                    {
                        Name = name,
                        Dialects = (string[])["Connect"],
                        RequiresAllowlist = false,
                        PrefersJwt = false,
                        ApprovesUatItself = false,
                        IdleDays = (int?)null,
                        FamilyDays = (int?)null,
                        Version = (int?)null,
                    }
                ),
            }
        )
        {
            var answer = await server.Call(token, method, path, body);
            (answer.Status, answer.Json.GetProperty("fields").GetProperty("name").GetString()).ShouldBe((422, sentence), path);
        }
    }

    [Fact]
    public async Task Who_saves_over_somebody_else_is_told_so_and_nothing_is_saved()
    {
        var server = await servers.On();
        var tenant = await server.AddTenant("overtaken");
        var session = await server.Operator("/t/overtaken/tenant");
        var slower = session.Window();
        await slower.OpenHub("/t/overtaken/tenant");
        await session.Send("/t/overtaken/tenant", ("name", "First"), ("prefers_jwt", "yes"));
        await slower.Send("/t/overtaken/tenant", ("name", "Second"));
        (slower.Answer.Status, slower.Page.QuerySelector("#name")!.GetAttribute("value")).ShouldBe((412, "Second")); // what was typed stays
        await using var db = server.Db("dc3");
        var row = await db.Tenants.SingleAsync(row => row.Id == tenant.Id);
        (row.Name, row.PrefersJwt, row.Version).ShouldBe(("First", true, 1));
        var entry = (await server.AuditOf(tenant.Id)).ShouldHaveSingleItem();
        entry.Before!.ShouldContain("\"name\":\"overtaken\"");
        entry.After!.ShouldContain("\"name\":\"First\"");
    }

    [Fact]
    public async Task A_tenant_with_a_contract_that_cannot_be_is_not_made_at_all()
    {
        var server = await servers.On();
        var token = await server.HubToken(Datacentre.Vendor, "hub.tenants.write");
        object good = new
        {
            Environment = "live",
            Scopes = (string[])["all"],
            From = (string?)null,
            LastDay = (string?)null,
        };
        object bad = new
        {
            Environment = "live",
            Scopes = (string[])["made.up"],
            From = (string?)null,
            LastDay = (string?)null,
        };
        var refused = await server.Call(
            token,
            HttpMethod.Post,
            "/tenants",
            new
            {
                Name = "Half",
                Slug = "half-made",
                Contracts = (object[])[good, bad],
            }
        );
        (refused.Status, refused.Json.GetProperty("detail").GetString()).ShouldBe(
            (422, "The scope made.up isn't in the catalogue. Check the spelling, or add it to the catalogue first.")
        );
        await using var db = server.Db("dc3");
        (await db.Tenants.AnyAsync(row => row.Slug == "half-made")).ShouldBeFalse();
        (await server.AuditOf(Datacentre.Vendor)).ShouldNotContain(entry => entry.Target == "half-made");
    }

    [Fact]
    public async Task Switching_twice_is_told_so()
    {
        var server = await servers.On();
        var tenant = await server.AddTenant("twice");
        var token = await server.HubToken(Datacentre.Vendor, "hub.tenants.write");
        (string Path, int Status, string? Detail)[] steps =
        [
            ("/enable", 409, "The tenant isn't disabled."),
            ("/disable", 204, null),
            ("/disable", 409, "The tenant is already disabled."),
            ("/enable", 204, null),
        ];
        foreach (var (path, status, detail) in steps)
        {
            var answer = await server.Call(token, HttpMethod.Post, "/tenants/twice" + path);
            answer.Status.ShouldBe(status, path);
            if (detail is not null)
                answer.Json.GetProperty("detail").GetString().ShouldBe(detail);
        }
        (await server.AuditOf(tenant.Id)).Count.ShouldBe(2);
    }
}

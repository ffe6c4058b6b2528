using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Tenants;
using Tokenhouse.Tests.Hub.Api;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Tenants;

/// <summary>Operators take customers in, settle what holds for them as a whole, and disable them.</summary>
[Collection<ApiServers>]
public sealed class TenantTests(TestServers servers)
{
    private const string Refused =
        """{"error":"invalid_client","error_description":"Client authentication failed. Check the client ID and the secret, and that both belong to this host."}""";

    [Fact]
    public async Task A_customer_is_taken_in_with_a_slug_a_number_and_dialects()
    {
        var server = await servers.On();
        var session = await server.Operator("/operator/tenants/new");
        session.Heading.ShouldBe("New tenant");
        await session.Send(
            "/tenants/new",
            ("name", " Umbra & Søn "),
            ("slug", "umbra"),
            ("id", "7001"),
            ("dialects", "AppKey"),
            ("dialects", "Connect")
        );
        session.Path.ShouldBe("/t/umbra/tenant");
        session.Said().ShouldBe("Tenant created. Add a contract and invite its first Manager.");
        session.Page.QuerySelector("#name")!.GetAttribute("value").ShouldBe("Umbra & Søn");
        await using var db = server.Db("dc3");
        var row = await db.Tenants.SingleAsync(row => row.Slug == "umbra");
        (row.Id, row.Name, row.CreatedAt, row.DisabledAt).ShouldBe((7001, "Umbra & Søn", server.Clock.GetUtcNow(), null));
        row.Dialects.ShouldBe(["Connect", "AppKey"]);
        var entry = (await server.AuditOf(Datacentre.Vendor)).Last(entry => entry.Target == "umbra");
        entry.Act.ShouldBe("tenant.created");
        entry.After.ShouldBe("""{"id":7001,"name":"Umbra & Søn","dialects":["Connect","AppKey"]}""");
    }

    [Fact]
    public async Task Without_a_number_a_tenant_gets_the_next_one()
    {
        var server = await servers.On();
        var token = await server.HubToken(Datacentre.Vendor, "hub.tenants.write");
        var one = await server.Call(token, HttpMethod.Post, "/tenants", new { Name = "Next one", Slug = "next-one" });
        one.Status.ShouldBe(201);
        one["Location"].ShouldBe("/api/v1/tenants/next-one");
        var two = await server.Call(token, HttpMethod.Post, "/tenants", new { Name = "Next two", Slug = "next-two" });
        two.Json.GetProperty("id").GetInt64().ShouldBeGreaterThan(one.Json.GetProperty("id").GetInt64());
        await using var db = server.Db("dc3");
        (await db.Tenants.SingleAsync(row => row.Slug == "next-two")).Dialects.ShouldBe(["Connect"]);
    }

    [Fact]
    public async Task A_tenant_can_begin_with_contracts()
    {
        var server = await servers.On();
        var token = await server.HubToken(Datacentre.Vendor, "hub.tenants.write");
        object contract = new
        {
            Environment = "uat",
            Scopes = (string[])["all"],
            From = (string?)null,
            LastDay = (string?)null,
        };
        var made = await server.Call(
            token,
            HttpMethod.Post,
            "/tenants",
            new
            {
                Name = "With",
                Slug = "with-contract",
                Contracts = (object[])[contract],
            }
        );
        made.Status.ShouldBe(201);
        var id = made.Json.GetProperty("id").GetInt64();
        await using var db = server.Db("dc3");
        var row = await db.Contracts.IgnoreQueryFilters().SingleAsync(row => row.TenantId == id);
        (row.Environment, row.From, row.Until).ShouldBe((TenantEnvironment.UAT, new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero), null));
        row.Scopes.ShouldBe(["all"]);
    }

    [Theory]
    [InlineData("name", "", "fault-slug", "", "Enter a name for the tenant.")]
    [InlineData(
        "slug",
        "Name",
        "Not A Slug",
        "",
        "A slug is part of host names. Use up to 63 lowercase letters and digits, with hyphens between them."
    )]
    [InlineData(
        "slug",
        "Name",
        "-hyphen",
        "",
        "A slug is part of host names. Use up to 63 lowercase letters and digits, with hyphens between them."
    )]
    [InlineData("slug", "Name", "vendor", "", "The slug vendor is reserved for the installation. Choose another.")]
    [InlineData("slug", "Name", "loginuat", "", "The slug loginuat is reserved for the installation. Choose another.")]
    [InlineData("slug", "Name", "dc4", "", "The slug dc4 could be confused with a part of the installation. Choose another.")]
    [InlineData("slug", "Name", "api", "", "The slug api could be confused with a part of the installation. Choose another.")]
    [InlineData("slug", "Name", "nordia", "", "Another tenant already has the slug nordia.")]
    [InlineData("id", "Name", "fault-slug", "451", "Another tenant already has the number 451.")]
    [InlineData("id", "Name", "fault-slug", "0", "A tenant's number must be greater than zero.")]
    [InlineData("id", "Name", "fault-slug", "x", "A tenant's number can contain only digits.")]
    public async Task What_a_tenant_cannot_be_called_is_said_beside_the_field(
        string field,
        string name,
        string slug,
        string id,
        string sentence
    )
    {
        var server = await servers.On();
        var session = await server.Operator("/operator/tenants/new");
        await session.Send("/tenants/new", ("name", name), ("slug", slug), ("id", id));
        session.Answer.Status.ShouldBe(422);
        session.Fault(field).ShouldBe(sentence);
        session.Page.QuerySelector("#slug")!.GetAttribute("value").ShouldBe(slug);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Of_two_tenants_with_one_slug_made_at_one_moment_one_is_made()
    {
        var server = await servers.On();
        var caller = await server.Actor(await server.Member(Datacentre.Vendor, Role.Developer), "vendor");
        var create = server.The<CreateTenant>();
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => Task.Run(() => create.Execute(caller, new($"Race {i}", "race"))))
        );
        outcomes.Count(outcome => outcome.Ok(out _, out _)).ShouldBe(1);
        foreach (var outcome in outcomes.Where(outcome => !outcome.Ok(out _, out _)))
        {
            outcome.Ok(out _, out var problem).ShouldBeFalse();
            problem!.Fields["slug"].ShouldBe("Another tenant already has the slug race.");
        }
        (await server.AuditOf(Datacentre.Vendor)).Count(entry => entry.Target == "race").ShouldBe(1);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task The_credentials_of_a_disabled_tenant_are_refused_within_a_second_until_it_is_enabled()
    {
        var server = await servers.On();
        var tenant = await server.AddTenant("switched");
        await server.AddIntegrator("switched-job", client => client.Scopes = ["all"], ClientKind.Machine, tenantId: tenant.Id);
        (await Token(server, "switched-job")).Status.ShouldBe(200);

        var session = await server.Operator("/t/switched/tenant/switch");
        session.Heading.ShouldBe("Disable switched");
        session.Page.QuerySelector(".hub-page").Text().ShouldContain("all its credentials are refused, as if they didn't exist");
        await session.Send("/tenant/disable");
        session.Said().ShouldBe("Tenant disabled.");
        (await Token(server, "switched-job")).Body.ShouldBe(Refused);

        await session.OpenHub("/t/switched/tenant/switch");
        await session.Send("/tenant/enable");
        session.Said().ShouldBe("Tenant enabled.");
        (await Token(server, "switched-job")).Status.ShouldBe(200);
        (await server.AuditOf(tenant.Id)).Select(entry => entry.Act).ShouldBe(["tenant.disabled", "tenant.enabled"]);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task The_people_of_a_disabled_tenant_see_why_nothing_works_and_change_nothing()
    {
        var server = await servers.On();
        var tenant = await server.Company("closed");
        var settings = tenant.At(await server.Credential(tenant), "/change");
        var manager = await server.AtHub(tenant, Role.Manager);
        await manager.OpenHub(settings);
        manager.Heading.ShouldStartWith("Settings");

        await Disable(server.Clock.GetUtcNow());
        await manager.Post(settings, ("name", "Changed"));
        manager.Answer.Status.ShouldBe(404);
        await manager.OpenHub($"/t/{tenant.Slug}/people");
        manager
            .Said()
            .ShouldStartWith(
                $"The vendor disabled {tenant.Name} on 21 November 2026. Its credentials can't get tokens, and its people can't"
            );
        manager.Page.QuerySelectorAll($"main a[href$='/people/invite']").ShouldBeEmpty();

        await Disable(null);
        await manager.OpenHub(settings);
        manager.Heading.ShouldStartWith("Settings");
        (await server.AuditOf(tenant.Id)).ShouldBeEmpty();

        Task Disable(DateTimeOffset? at) =>
            server.Change(async db => (await db.Tenants.SingleAsync(row => row.Id == tenant.Id)).DisabledAt = at);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task The_vendors_own_tenant_cannot_be_disabled()
    {
        var server = await servers.On();
        var token = await server.HubToken(Datacentre.Vendor, "hub.tenants.write");
        var answer = await server.Call(token, HttpMethod.Post, "/tenants/vendor/disable");
        answer.Status.ShouldBe(409);
        answer
            .Json.GetProperty("detail")
            .GetString()
            .ShouldBe("This is the vendor's own tenant. Disabling it would lock out everyone who could enable it.");
    }

    [Fact]
    public async Task Switching_a_dialect_off_closes_it_to_the_tenant_within_a_second()
    {
        var server = await servers.On();
        var tenant = await server.AddTenant("settled");
        await server.AddIntegrator("settled-job", client => client.Scopes = ["all"], ClientKind.Machine, tenantId: tenant.Id);
        var session = await server.Operator("/t/settled/tenant");
        await session.Send(
            "/t/settled/tenant",
            ("name", "Settled"),
            ("dialects", "OAuthV2"),
            ("requires_allowlist", "yes"),
            ("approves_uat_itself", "yes"),
            ("idle_days", "7"),
            ("family_days", "90")
        );
        session.Said().ShouldBe("Saved. It takes effect within a second.");
        (await Token(server, "settled-job")).Json.GetProperty("error").GetString().ShouldBe("unauthorized_client");
        await using var db = server.Db("dc3");
        var row = await db.Tenants.SingleAsync(row => row.Id == tenant.Id);
        (row.Name, row.RequiresAllowlist, row.PrefersJwt, row.ApprovesUatItself).ShouldBe(("Settled", true, false, true));
        (row.IdleLifetime, row.FamilyLifetime).ShouldBe((TimeSpan.FromDays(7), TimeSpan.FromDays(90)));
        (await server.AuditOf(tenant.Id))
            .ShouldHaveSingleItem()
            .After.ShouldBe(
                """{"name":"Settled","dialects":["OAuthV2"],"requiresAllowlist":true,"prefersJwt":false,"approvesUatItself":true,"idleLifetime":"7.00:00:00","familyLifetime":"90.00:00:00"}"""
            );
    }

    [Theory]
    [InlineData("idle_days", "0", "Enter a number of days of at least 1, or leave it empty to use the dialects' values.")]
    [InlineData("idle_days", "2000", "The longest of the dialects is 1095 days, and a tenant can only lower it.")]
    [InlineData("family_days", "soon", "Enter a number of days, or leave it empty.")]
    [InlineData("name", " ", "Enter a name for the tenant.")]
    public async Task What_cannot_be_settled_is_said_beside_the_field(string field, string value, string sentence)
    {
        var server = await servers.On();
        await server.AddTenant("unsettled");
        var session = await server.Operator("/t/unsettled/tenant");
        await session.Send("/t/unsettled/tenant", (field, value));
        session.Answer.Status.ShouldBe(422);
        session.Fault(field).ShouldBe(sentence);
    }

    [Fact]
    public async Task Programs_change_just_the_version_that_they_saw()
    {
        var server = await servers.On();
        await server.AddTenant("versioned");
        var token = await server.HubToken(Datacentre.Vendor, "hub.tenants.read", "hub.tenants.write");
        var shown = await server.Call(token, HttpMethod.Get, "/tenants/versioned");
        shown["ETag"].ShouldBe("\"0\"");
        shown.Body.ShouldBe(
            $$"""{"id":{{shown.Json.GetProperty("id")}},"slug":"versioned","name":"versioned","dialects":["Connect","OAuthV2","OAuth2Legacy"],"requires_allowlist":false,"prefers_jwt":false,"approves_uat_itself":false,"idle_days":null,"family_days":null,"created_at":"0001-01-01T00:00:00Z","version":0}"""
        );
        var change = new
        {
            Name = "Versioned",
            Dialects = (string[])["Connect"],
            RequiresAllowlist = false,
            PrefersJwt = false,
            ApprovesUatItself = false,
            IdleDays = (int?)null,
            FamilyDays = (int?)null,
            Version = (int?)null,
        };
        (await server.Call(token, HttpMethod.Put, "/tenants/versioned", change, "\"0\"")).Status.ShouldBe(204);
        (await server.Call(token, HttpMethod.Put, "/tenants/versioned", change, "\"0\"")).Status.ShouldBe(412);
    }

    [Fact]
    public async Task The_list_is_searched_filtered_sorted_and_taken_away()
    {
        var server = await servers.On();
        var one = await server.AddTenant("list-one", tenant => tenant.Name = "Zebra Lists");
        await server.AddTenant("list-two", tenant => (tenant.Name, tenant.DisabledAt) = ("apple LISTS", server.Clock.GetUtcNow()));
        var session = await server.Operator("/operator/tenants?search=lists");
        session.Texts("tbody th").ShouldBe(["apple LISTS", "Zebra Lists"]);
        await session.OpenHub("/operator/tenants?search=lists&sort=-name");
        session.Texts("tbody th").ShouldBe(["Zebra Lists", "apple LISTS"]);
        await session.OpenHub("/operator/tenants?search=list-&state=disabled");
        session.Texts("tbody th").ShouldBe(["apple LISTS"]);
        await session.OpenHub($"/operator/tenants?search={one.Id}");
        session.Texts("tbody th").ShouldBe(["Zebra Lists"]);
        await session.OpenHub("/operator/tenants?search=nobody-at-all");
        session.Page.QuerySelector(".hub-page").Text().ShouldEndWith("No matching tenants.");

        await session.OpenHub("/operator/tenants/export?search=Zebra&format=csv");
        session.Answer["Content-Type"].ShouldBe("text/csv; charset=utf-8");
        session.Answer.Body.ShouldBe(
            $"Number,Slug,Name,Created,Disabled\r\n{one.Id},list-one,Zebra Lists,0001-01-01T00:00:00.0000000Z,\r\n"
        );
        await session.OpenHub("/operator/tenants/export?format=xml");
        session.Answer.Status.ShouldBe(422);
    }

    [Fact]
    public async Task Programs_read_the_list_in_batches()
    {
        var server = await servers.On();
        foreach (var i in Enumerable.Range(0, 3))
            await server.AddTenant($"batched-{i}");
        var token = await server.HubToken(Datacentre.Vendor, "hub.tenants.read");
        var first = (await server.Call(token, HttpMethod.Get, "/tenants?search=batched-&size=2")).Json;
        first
            .GetProperty("items")
            .EnumerateArray()
            .Select(item => item.GetProperty("slug").GetString())
            .ShouldBe(["batched-0", "batched-1"]);
        var next = first.GetProperty("next").GetString();
        var second = (await server.Call(token, HttpMethod.Get, $"/tenants?search=batched-&size=2&cursor={next}")).Json;
        second.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("slug").GetString()).ShouldBe(["batched-2"]);
        second.TryGetProperty("next", out _).ShouldBeFalse();
        (await server.Call(token, HttpMethod.Get, "/tenants?cursor=nonsense!")).Status.ShouldBe(422);
    }

    private static Task<Answer> Token(TestServer server, string id) => server.Token(BrowserSession.Dc3, id, id + "-demo-secret");
}

using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Tests.Hub.Api;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Catalogue;

/// <summary>Operators keep the catalogue: APIs, their scopes, and the clients with which they check tokens.</summary>
[Collection<ApiServers>]
public sealed class CatalogueTests(TestServers servers)
{
    [Fact]
    public async Task An_API_is_added_with_scopes_that_contracts_can_have_at_once()
    {
        var server = await servers.On();
        var session = await server.Operator("/operator/catalogue");
        session.Texts(".card-row h2").ShouldContain("E-invoicing");
        await session.Send("/operator/catalogue", ("name", "Shipping"), ("identifier", "https://api.example.com/v1?x=1&y=2"));
        session.Heading.ShouldBe("Shipping");
        session.Said().ShouldBe("API added. Now add its scopes.");
        await session.Send("/add-scope?identifier=https%3A%2F%2Fapi.example.com%2Fv1%3Fx%3D1%26y%3D2", ("scope", "ship.write"));
        session.Said().ShouldBe("Scope added. You can now add it to contracts.");
        session.Texts(".card-row code").ShouldBe(["ship.write"]);

        var tenant = await server.AddTenant("shipper", row => row.Contracts[0].Scopes = ["ship.write"]);
        await server.AddIntegrator("shipper-job", client => client.Scopes = ["ship.write"], ClientKind.Machine, tenantId: tenant.Id);
        (await server.Token(BrowserSession.Dc3, "shipper-job", "shipper-job-demo-secret"))
            .Json.GetProperty("scope")
            .GetString()
            .ShouldBe("ship.write");

        await session.Send("/rename?identifier=https%3A%2F%2Fapi.example.com%2Fv1%3Fx%3D1%26y%3D2", ("name", "Shipping and customs"));
        session.Heading.ShouldBe("Shipping and customs");
        (await server.AuditOf(Datacentre.Vendor))
            .Where(entry => entry.Target.StartsWith("https://api.example.com", StringComparison.Ordinal) || entry.Target == "ship.write")
            .Select(entry => entry.Act)
            .ShouldBe(["api.added", "scope.added", "api.renamed"]);
    }

    [Fact]
    public async Task A_scope_that_somebody_has_stays_and_it_is_said_how_many_have_it()
    {
        var server = await servers.On();
        var token = await server.HubToken(Datacentre.Vendor, "hub.contracts.write");
        await server.Call(token, HttpMethod.Post, "/catalogue/scopes", new { Api = "urn:tokenhouse:hr", Scope = "Public.Held" });
        var tenant = await server.AddTenant("holder", row => row.Contracts[0].Scopes = ["Public.Held"]);
        await server.AddIntegrator("holder-job", client => client.Scopes = ["Public.Held"], ClientKind.Machine, tenantId: tenant.Id);

        var session = await server.Operator("/operator/catalogue/api?identifier=urn:tokenhouse:hr");
        var form = session.Page.Forms.Single(form => form.QuerySelector("input[name=remove][value='Public.Held']") is not null);
        await session.Go(
            new(HttpMethod.Post, BrowserSession.Hub + form.GetAttribute("action"))
            {
                Content = new FormUrlEncodedContent(
                    form.QuerySelectorAll("input").ToDictionary(input => input.GetAttribute("name")!, input => input.GetAttribute("value")!)
                ),
            }
        );
        session.Answer.Status.ShouldBe(409);
        session.Said().ShouldBe("Not possible now 1 contract and 1 client have Public.Held. Remove it from them first.");

        await server.Change(async db =>
        {
            (
                await db
                    .Contracts.IgnoreQueryFilters()
                    .SingleAsync(row => row.TenantId == tenant.Id && row.Environment == TenantEnvironment.LIVE)
            ).Until = server.Clock.GetUtcNow();
            (await db.Clients.IgnoreQueryFilters().SingleAsync(row => row.Id == "holder-job")).Scopes = [];
        });
        (await server.Call(token, HttpMethod.Post, "/catalogue/scopes/remove", new { Scope = "Public.Held" })).Status.ShouldBe(204);
        (await server.Call(token, HttpMethod.Post, "/catalogue/scopes/remove", new { Scope = "Public.Held" })).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData(
        "two words",
        "A scope must be one word of visible ASCII characters without quotation marks and backslashes, such as Public.Job.Read (RFC 6749, 3.3)."
    )]
    [InlineData(
        "quo\"te",
        "A scope must be one word of visible ASCII characters without quotation marks and backslashes, such as Public.Job.Read (RFC 6749, 3.3)."
    )]
    [InlineData("hub.own", "Scopes that begin with hub. belong to the Hub. Choose another prefix.")]
    [InlineData("profile", "profile has its own meaning in the protocol and can't belong to an API.")]
    [InlineData("email", "email has its own meaning in the protocol and can't belong to an API.")]
    [InlineData("openid", "openid has its own meaning in the protocol and can't belong to an API.")]
    [InlineData("all", "The scope all already exists, in urn:tokenhouse:invoices.")]
    public async Task What_no_scope_can_be_called_is_said_beside_the_field(string scope, string sentence)
    {
        var server = await servers.On();
        var session = await server.Operator("/operator/catalogue/api?identifier=urn:tokenhouse:hr");
        await session.Send("/add-scope?identifier=urn%3Atokenhouse%3Ahr", ("scope", scope));
        session.Answer.Status.ShouldBe(422);
        session.Fault("scope").ShouldBe(sentence);
        session.Page.QuerySelector("#scope")!.GetAttribute("value").ShouldBe(scope);
    }

    [Theory]
    [InlineData("no uri")]
    [InlineData("relative/path")]
    [InlineData("/etc/passwd")]
    [InlineData("urn:x#fragment")]
    public async Task An_identifier_is_an_absolute_URI(string identifier)
    {
        var server = await servers.On();
        var session = await server.Operator("/operator/catalogue");
        await session.Send("/operator/catalogue", ("name", "Wrong"), ("identifier", identifier));
        session
            .Fault("identifier")
            .ShouldBe("An identifier must be an absolute URI without a fragment, such as urn:example:hr or https://api.example.com/v3.");
        await session.Send("/operator/catalogue", ("name", "Wrong"), ("identifier", "urn:tokenhouse:hr"));
        session.Fault("identifier").ShouldBe("The API urn:tokenhouse:hr already exists.");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task The_Hubs_own_API_stays_as_it_is()
    {
        var server = await servers.On();
        var session = await server.Operator("/operator/catalogue/api?identifier=urn:tokenhouse:hub");
        session.Page.QuerySelectorAll(".hub-page form").ShouldBeEmpty();
        var token = await server.HubToken(Datacentre.Vendor, "hub.contracts.write");
        (HttpMethod, string, object)[] attempts =
        [
            (HttpMethod.Put, "/catalogue/apis", new { Identifier = "urn:tokenhouse:hub", Name = "Mine" }),
            (HttpMethod.Post, "/catalogue/scopes", new { Api = "urn:tokenhouse:hub", Scope = "mine" }),
            (HttpMethod.Post, "/catalogue/scopes/remove", new { Scope = "hub.log.read" }),
            (
                HttpMethod.Post,
                "/catalogue/clients",
                new
                {
                    Api = "urn:tokenhouse:hub",
                    Environment = "live",
                    Id = "hub-api",
                }
            ),
        ];
        foreach (var (method, path, body) in attempts)
            (await server.Call(token, method, path, body)).Status.ShouldBe(409, path);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task An_API_gets_one_client_in_each_environment_without_a_secret()
    {
        var server = await servers.On();
        var token = await server.HubToken(Datacentre.Vendor, "hub.contracts.write");
        await server.Call(token, HttpMethod.Post, "/catalogue/apis", new { Identifier = "urn:example:customs", Name = "Customs" });
        var session = await server.Operator("/operator/catalogue/api?identifier=urn:example:customs");
        await session.Send("/add-client-LIVE?identifier=urn%3Aexample%3Acustoms", ("id", "customs-api"));
        session.Said().ShouldBe("Client created. It has no secret yet. Create a link to its first secret on the client's page.");
        await session.Send("/add-client-UAT?identifier=urn%3Aexample%3Acustoms"); // the other's id is offered
        session.Texts(".card-row a").ShouldBe(["customs-api", "customs-api"]);

        await using var db = server.Db("dc3");
        var clients = await db.Clients.IgnoreQueryFilters().Include(row => row.Secrets).Where(row => row.Id == "customs-api").ToListAsync();
        clients.ShouldAllBe(row =>
            row.TenantId == 1 && row.Kind == ClientKind.Api && row.ApiIdentifier == "urn:example:customs" && row.Secrets.Count == 0
        );

        var twice = await server.Call(
            token,
            HttpMethod.Post,
            "/catalogue/clients",
            new
            {
                Api = "urn:example:customs",
                Environment = "live",
                Id = "other",
            }
        );
        twice.Json.GetProperty("detail").GetString().ShouldBe("The API already has a client in LIVE.");
        await server.Call(token, HttpMethod.Post, "/catalogue/apis", new { Identifier = "urn:example:taken", Name = "Taken" });
        foreach (var id in (string[])["customs-api", "hub", "nordia-erp"])
        {
            var taken = await server.Call(
                token,
                HttpMethod.Post,
                "/catalogue/clients",
                new
                {
                    Api = "urn:example:taken",
                    Environment = "uat",
                    Id = id,
                }
            );
            taken.Json.GetProperty("detail").GetString().ShouldBe($"Another client already has the ID {id}.");
        }
    }

    [Fact]
    public async Task A_tenant_reads_the_catalogue_without_the_clients_of_APIs()
    {
        var server = await servers.On();
        var token = await server.HubToken(Arrange.Nordia, "hub.contracts.read");
        var apis = (await server.Call(token, HttpMethod.Get, "/tenants/nordia/catalogue"))
            .Json.GetProperty("apis")
            .EnumerateArray()
            .ToList();
        apis.Single(api => api.GetProperty("identifier").GetString() == "urn:tokenhouse:invoices")
            .ToString()
            .ShouldBe(
                """{"identifier":"urn:tokenhouse:invoices","name":"E-invoicing","scopes":["all"],"clients":[],"is_built_in":false}"""
            );
    }
}

using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Requests;

/// <summary>The form for a web credential preselects PKCE; the API's default stays as it was.</summary>
[Collection<RequestServers>]
public sealed class PkceChoiceTests(TestServers servers)
{
    [Fact]
    public async Task A_web_credential_requires_PKCE_unless_the_box_is_cleared()
    {
        var office = await TenantBuilder.Open(await servers.On(Database.Sqlite));
        var developer = await office.Developer();
        await developer.Open(office.Address("/requests/new?kind=web"));
        developer
            .Page.QuerySelector("#requires_pkce-hint")!
            .TextContent.ShouldBe(
                "PKCE makes a stolen authorization code useless. Clear this only if the application can't send code_challenge. Otherwise its sign-ins would be refused."
            );
        await developer.Send("/requests/new", [.. HubForms.But(("redirect_uris", "https://careers.example/cb")), ("then", "submit")]);
        var request = await office.Rows(db => db.Requests.SingleAsync());
        request.RequiresPkce.ShouldBeTrue();
        await office.Decide(request.Id, "approve");
        (await office.Rows(db => db.Clients.SingleAsync())).RequiresPkce.ShouldBeTrue();

        await developer.Open(office.Address("/requests/new?kind=web"));
        await developer.Press("/requests/new", HubForms.But(("name", "Without"), ("redirect_uris", "https://old.example/cb"))); // ticks nothing
        (await office.Rows(db => db.Requests.SingleAsync(row => row.Name == "Without"))).RequiresPkce.ShouldBeFalse();
    }

    [Fact]
    public async Task A_program_that_does_not_say_gets_what_it_got()
    {
        var server = await servers.On(Database.Sqlite);
        var tenant = await server.Company();
        var token = await server.HubToken(tenant.Id, "hub.requests.write");
        var path = $"/tenants/{tenant.Slug}/requests";
        var silent = await server.Call(token, HttpMethod.Post, path, JsonNode.Parse("""{"kind":"web"}"""));
        silent.Json.GetProperty("requires_pkce").GetBoolean().ShouldBeFalse();
        var asked = await server.Call(token, HttpMethod.Post, path, JsonNode.Parse("""{"kind":"web","requires_pkce":true}"""));
        asked.Json.GetProperty("requires_pkce").GetBoolean().ShouldBeTrue();
    }
}

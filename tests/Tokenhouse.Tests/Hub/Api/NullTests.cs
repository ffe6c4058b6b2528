using System.Buffers.Text;
using System.Text;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Api;

/// <summary>A null character, which one of the databases cannot be asked for, is no failure of ours wherever it comes.</summary>
[Trait("Category", "Security")]
[Collection<ApiServers>]
public sealed class NullTests(TestServers servers)
{
    private static readonly string[] Pages =
    [
        "/t/nordia/credentials?text=x%00",
        "/t/nordia/people?search=x%00",
        "/t/nordia/requests?state=%00",
        "/t/nordia/audit?actor=x%00&target=%00y&act=%00",
        "/t/nordia/log?credential=%00&outcome=all",
        "/t/nordia/allowlist/live?text=%%0000",
        "/operator/tenants?search=x%00",
        "/operator/requests?tenant=x%00",
        "/operator/catalogue/api?identifier=urn:tokenhouse:hr%00",
    ];

    private static readonly (HttpMethod Method, string Path, string Scope, string Body)[] Calls =
    [
        (HttpMethod.Post, "/catalogue/apis", "hub.contracts.write", """{"identifier":"urn:x\u0000","name":"x"}"""),
        (HttpMethod.Put, "/catalogue/apis", "hub.contracts.write", """{"identifier":"urn:x\u0000","name":"x"}"""),
        (HttpMethod.Post, "/catalogue/scopes", "hub.contracts.write", """{"api":"urn:x\u0000","scope":"x"}"""),
        (HttpMethod.Post, "/catalogue/scopes/remove", "hub.contracts.write", """{"scope":"x\u0000"}"""),
        (HttpMethod.Post, "/tenants", "hub.tenants.write", """{"name":"x","slug":"x\u0000"}"""),
        (HttpMethod.Post, "/tenants/nordia/contracts", "hub.contracts.write", """{"environment":"live","scopes":["x\u0000"]}"""),
        (HttpMethod.Put, "/tenants/nordia/credentials/live/nordia-erp/scopes", "hub.credentials.write", """{"scopes":["x\u0000"]}"""),
        (
            HttpMethod.Post,
            "/tenants/nordia/credentials/live/nordia-erp/exemptions",
            "hub.allowlists.write",
            """{"reason":"x\u0000","ends_at":"2026-12-01T00:00:00Z"}"""
        ),
        (HttpMethod.Post, "/tenants/nordia/invitations", "hub.people.write", """{"email":"x\u0000@example.com","role":"Reader"}"""),
    ];

    [Fact]
    public async Task In_an_address_it_is_as_if_it_had_not_been_written()
    {
        var server = await servers.On();
        var session = await server.Operator();
        foreach (var page in Pages)
        {
            await session.OpenHub(page);
            session.Answer.Status.ShouldBe(200, page);
        }
    }

    [Fact]
    public async Task In_a_body_it_is_malformed()
    {
        var server = await servers.On();
        foreach (var (method, path, scope, body) in Calls)
        {
            using var request = new HttpRequestMessage(method, $"{BrowserSession.Hub}/api/v1{path}");
            request.Headers.Authorization = new("Bearer", await server.HubToken(Datacentre.Vendor, scope));
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            using var response = await server.Http.SendAsync(request);
            var answer = await Answer.From(response);
            (answer.Status, answer["Content-Type"]).ShouldBe((400, "application/problem+json"), path);
        }
        var token = await server.HubToken(Datacentre.Vendor, "hub.contracts.write");
        foreach (var half in (string[])["\\ud800", "\\udc00x"]) // no character either
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, BrowserSession.Hub + "/api/v1/catalogue/scopes/remove");
            request.Headers.Authorization = new("Bearer", token);
            request.Content = new StringContent($$"""{"scope":"{{half}}"}""", Encoding.UTF8, "application/json");
            using var response = await server.Http.SendAsync(request);
            ((int)response.StatusCode).ShouldBe(400, half);
        }
    }

    [Fact]
    public async Task In_a_cursor_it_is_no_cursor_of_ours()
    {
        var server = await servers.On();
        var token = await server.HubToken(
            Arrange.Nordia,
            "hub.credentials.read",
            "hub.people.read",
            "hub.allowlists.read",
            "hub.log.read",
            "hub.audit.read"
        );
        foreach (var path in (string[])["/credentials", "/people", "/allowlist/live", "/log", "/audit", "/api-access"])
        foreach (var key in (string[])["\0", "live/\0", "123/u/live/\0/\0"])
        {
            var cursor = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(key));
            var answer = await server.Call(token, HttpMethod.Get, $"/tenants/nordia{path}?cursor={cursor}");
            (answer.Status, answer.Json.GetProperty("fields").TryGetProperty("cursor", out _)).ShouldBe((422, true), path);
        }
    }

    [Fact]
    public async Task A_size_that_is_no_number_is_malformed_and_one_out_of_bounds_is_brought_within()
    {
        var server = await servers.On();
        var token = await server.HubToken(Arrange.Nordia, "hub.people.read", "hub.log.read");
        await server.Member(Arrange.Nordia, Role.Reader);
        await server.Member(Arrange.Nordia, Role.Reader);
        (await server.Call(token, HttpMethod.Get, "/tenants/nordia/people?size=many")).Status.ShouldBe(400);
        foreach (var (size, count) in ((string, int)[])[("0", 1), ("-5", 1), ("1", 1), ("2", 2)])
        {
            var answer = await server.Call(token, HttpMethod.Get, "/tenants/nordia/people?size=" + size);
            answer.Json.GetProperty("items").GetArrayLength().ShouldBe(count, size);
        }
        (await server.Call(token, HttpMethod.Get, "/tenants/nordia/people?size=99999")).Status.ShouldBe(200);
    }
}

using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Clients;

/// <summary>Wherever a client authenticates itself, in whatever dialect, its allowlist is asked.</summary>
[Trait("Category", "Security")]
[Collection<ProxiedServers>]
public sealed class AllowlistEverywhereTests(ProxiedTestServers houses)
{
    private const string Dc4 = "http://login.dc4.localhost:5080";
    private const string Office = "203.0.113.7";
    private const string Elsewhere = "198.51.100.1";
    private const string NotFrom =
        """{"error":"unauthorized_client","error_description":"This client can't be used from 198.51.100.1. Add the address to its allowlist, or call from an allowed address."}""";

    [Fact]
    public async Task Every_endpoint_of_every_dialect_refuses_an_address_that_is_not_on_the_list()
    {
        var server = await houses.On();
        await server.AddIntegrator("everywhere");
        await server.Change(async db =>
        {
            if (!await db.AllowedNetworks.IgnoreQueryFilters().AnyAsync(row => row.ClientId == "everywhere"))
                db.AllowedNetworks.Add(Arrange.Network(Office + "/32", Arrange.Nordia, "everywhere"));
        });
        var asked = 0;
        foreach (var path in Paths("Connect").Concat(Paths("OAuthV2")).Concat(Paths("OAuth2Legacy")))
        {
            (await ProxiedTestServers.Send(server, Request(path), Elsewhere)).Body.ShouldBe(NotFrom, path);
            (await ProxiedTestServers.Send(server, Request(path), null)).Status.ShouldBe(400, path);
            (await ProxiedTestServers.Send(server, Request(path), Office)).Body.ShouldNotContain(
                "can't be used from",
                Case.Sensitive,
                path
            );
            asked++;
        }
        asked.ShouldBe(8); // five of the standard dialect, two of its successor, one of the old one
    }

    [Fact]
    public async Task The_client_of_an_API_may_have_a_list_too()
    {
        var server = await houses.On();
        await server.Change(async db =>
        {
            if (!await db.AllowedNetworks.IgnoreQueryFilters().AnyAsync(row => row.ClientId == "hr-api"))
                db.AllowedNetworks.Add(Arrange.Network(Office + "/32", 1, "hr-api"));
        });
        foreach (var from in new[] { Office, Elsewhere })
        {
            var request = new HttpRequestMessage(HttpMethod.Get, BrowserSession.Dc3 + "/connect/client-state");
            request.Headers.Authorization = ProxiedTestServers.Basic("hr-api", "hr-api-demo-secret");
            var answer = await ProxiedTestServers.Send(server, request, from);
            answer.Status.ShouldBe(from == Office ? 200 : 400);
            if (from == Elsewhere)
                answer.Body.ShouldBe(NotFrom);
        }
    }

    [Fact]
    public async Task The_app_key_login_answers_403_forbidden_and_names_the_address()
    {
        var server = await houses.On();
        var refused = await Login(server, "demo-live-app-key-0123456789abcd", Elsewhere);
        refused.Status.ShouldBe(403);
        refused["WWW-Authenticate"].ShouldBeNull();
        refused.Body.ShouldBe(
            """{"status":"error","error_type":"forbidden","title":"This client can't be used from 198.51.100.1. Add the address to its allowlist, or call from an allowed address.","instance":"/v1/login"}"""
        );
        (await Login(server, "demo-live-app-key-0123456789abcX", Elsewhere)).Status.ShouldBe(401);
        (await Login(server, "demo-live-app-key-0123456789abcd", "127.0.0.1")).Status.ShouldBe(200);
        (await Login(server, "demo-live-app-key-0123456789abcd", "::1")).Status.ShouldBe(200);
        (await Login(server, "demo-live-app-key-0123456789abcd", "nonsense")).Status.ShouldBe(403);
    }

    [Fact]
    public async Task A_token_brings_nothing_at_userinfo_from_an_address_that_is_not_on_the_list()
    {
        var server = await houses.On();
        await server.AddIntegrator("everywhere-userinfo");
        var integrator = new Integrator(server, "everywhere-userinfo");
        var token = (await integrator.Tokens(new BrowserSession(server), ("scope", "openid")))
            .Json.GetProperty("access_token")
            .GetString()!;
        (await UserInfo(server, token, Elsewhere)).Status.ShouldBe(200);

        await server.Change(async db =>
        {
            if (!await db.AllowedNetworks.IgnoreQueryFilters().AnyAsync(row => row.ClientId == "everywhere-userinfo"))
                db.AllowedNetworks.Add(Arrange.Network(Office + "/32", Arrange.Nordia, "everywhere-userinfo"));
        });
        (await UserInfo(server, token, Office)).Status.ShouldBe(200);
        var refused = await UserInfo(server, token, Elsewhere);
        refused.Status.ShouldBe(403);
        refused.Body.ShouldContain("This client can't be used from 198.51.100.1.");
    }

    /// <summary>Where clients of a dialect authenticate themselves.</summary>
    private static IEnumerable<string> Paths(string dialect) =>
        DialectCatalogue
            .List.Single(known => known.Name == dialect)
            .Paths.Where(path => path.Key is not (EndpointKind.Authorize or EndpointKind.EndSession or EndpointKind.UserInfo))
            .Select(path => path.Value);

    private static HttpRequestMessage Request(string path)
    {
        var address = BrowserSession.Dc3 + path;
        var request = ProxiedTestServers.Form(
            address,
            "everywhere",
            "everywhere-demo-secret",
            ("token", "x"),
            ("grant_type", "refresh_token")
        );
        if (path.EndsWith("/client-state", StringComparison.Ordinal))
            (request.Method, request.Content) = (HttpMethod.Get, null);
        return request;
    }

    private static Task<Answer> Login(TestServer server, string key, string from) =>
        ProxiedTestServers.Send(
            server,
            new(HttpMethod.Post, Dc4 + "/v1/login") { Content = JsonContent.Create(new { app_id = "98434376", app_key = key }) },
            from
        );

    private static Task<Answer> UserInfo(TestServer server, string token, string from)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, BrowserSession.Dc3 + "/connect/userinfo");
        request.Headers.Authorization = new("Bearer", token);
        return ProxiedTestServers.Send(server, request, from);
    }
}

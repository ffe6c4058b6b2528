using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Samples;

/// <summary>An e-invoicing network's API with opaque tokens, before the real server.</summary>
[OuterTier]
public sealed class InvoicesApiTests(SampleServers houses) : IClassFixture<SampleServers>
{
    private const string Invoices = "/invoices";

    [Fact]
    public async Task An_opaque_token_of_a_persons_client_reads_its_tenants_invoices()
    {
        var server = await houses.On();
        await using var api = await SampleApi.Start("InvoicesApi", server, "dc3");
        var email = await server.Person();
        var tokens = await Connect(server, email);
        var token = tokens.Json.GetProperty("access_token").GetString()!;
        token.ShouldStartWith("_0XBPWQQ_");
        var answer = await api.Get(Invoices, token);
        (answer.Status, answer.Body).ShouldBe(
            (
                200,
                $$"""{"tenant":"nordia","client":"nordia-erp","person":"{{(await server.Account(email)).Id}}","invoices":[{"number":"2026-0001","supplier":"Fjord Paper","amount":12900,"currency":"EUR"},{"number":"2026-0002","supplier":"Nord Freight","amount":248050,"currency":"EUR"}]}"""
            )
        );
        server.Clock.Advance(TimeSpan.FromSeconds(600));
        var expired = await api.Get(Invoices, token);
        (expired.Status, expired.Body).ShouldBe(
            (
                401,
                $$"""{"title":"Unauthorized","status":401,"detail":"The access token is not valid.","error":"invalid_token","correlation_id":"{{expired.CorrelationId}}"}"""
            )
        );
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Whoever_disconnects_takes_the_opaque_token_along_within_three_seconds()
    {
        var server = await houses.On();
        // Longer than it takes to hear of a revocation: so that it is heard of, and not only forgotten.
        await using var api = await SampleApi.Start("InvoicesApi", server, "dc3", "--Tokenhouse:IntrospectionCacheLifetime", "00:01:00");
        var tokens = await Connect(server, await server.Person());
        var token = tokens.Json.GetProperty("access_token").GetString()!;
        (await api.Get(Invoices, token)).Status.ShouldBe(200);
        var refresh = tokens.Json.GetProperty("refresh_token").GetString()!;
        (await server.Post(server.Origin("dc3") + "/oauth/v2/oauth-revoke", [("token", refresh)], Integrator.Web)).Status.ShouldBe(200);
        await SampleServers.ThreeSecondsLater(server, "dc3");
        await Eventually.True(async () => (await api.Get(Invoices, token)).Status == 401);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_client_that_was_disabled_is_refused_within_three_seconds_whatever_is_remembered_of_its_opaque_token()
    {
        var server = await houses.On();
        await using var api = await SampleApi.Start("InvoicesApi", server, "dc3", "--Tokenhouse:IntrospectionCacheLifetime", "00:01:00");
        var id = "dc3-leaver";
        await server.AddIntegrator(id);
        var token = (await Connect(server, await server.Person(), id)).Json.GetProperty("access_token").GetString()!;
        (await api.Get(Invoices, token)).Status.ShouldBe(200);
        await server.Change(id, client => client.DisabledAt = server.Clock.GetUtcNow());
        await SampleServers.ThreeSecondsLater(server, "dc3");
        await Eventually.True(async () => (await api.Get(Invoices, token)).Status == 401);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_token_that_nobody_made_and_one_for_another_API_are_alike()
    {
        var server = await houses.On();
        await using var api = await SampleApi.Start("InvoicesApi", server, "dc3");
        var globex = (await server.Token(server.Origin("dc3"), "globex-live", "globex-live-demo-secret", "Public.Application.Read"))
            .Json.GetProperty("access_token")
            .GetString()!;
        (await api.Get(Invoices, globex))["WWW-Authenticate"]
            .ShouldBe(
                "Bearer realm=\"urn:tokenhouse:invoices\", error=\"invalid_token\", error_description=\"The access token was issued for another API.\""
            );
        (await api.Get(Invoices, "_0XBPWQQ_" + Guid.CreateVersion7(server.Clock.GetUtcNow()))).Status.ShouldBe(401);
        (await api.Get(Invoices, token: null))["WWW-Authenticate"].ShouldBe("Bearer realm=\"urn:tokenhouse:invoices\"");
    }

    [Fact]
    public async Task It_starts_as_its_reader_starts_it()
    {
        var server = await houses.On(Database.Sqlite);
        var port = ServerProcess.FreePort();
        using var sample = SampleServers.Program("InvoicesApi", port, server.Origin("dc3"));
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
        await Eventually.True(() => Task.FromResult(sample.Output.Contains("Application started.", StringComparison.Ordinal)));
        using var request = new HttpRequestMessage(HttpMethod.Get, Invoices);
        request.Headers.Authorization = new("Bearer", "_0XBPWQQ_nobody");
        using var response = await http.SendAsync(request);
        ((int)response.StatusCode).ShouldBe(401);
        await SampleServers.Healthy(http);
    }

    private static async Task<Answer> Connect(TestServer server, string email, string client = Integrator.Web)
    {
        var integrator = new Integrator(server, client) { Dialect = OAuthV2.Dialect, Origin = server.Origin("dc3") };
        var session = new BrowserSession(server);
        await session.Authorize(integrator.Link(), email);
        var answer = await integrator.Redeem(session.Response["code"]);
        answer.Status.ShouldBe(200, answer.Body);
        return answer;
    }
}

using Microsoft.EntityFrameworkCore;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Samples;

/// <summary>A payments API with the app-key login and allowlists, before the real server.</summary>
[OuterTier]
public sealed class PaymentsApiTests(SampleServers houses) : IClassFixture<SampleServers>
{
    private const string Links = "/v1/payment-link";
    private const string Paylink = "98434376";
    private const string Unauthorized =
        """{"status":"error","error_type":"unauthorized","title":"Authentication with the API failed, please check your details and try again.","instance":"/v1/payment-link"}""";

    [Fact]
    public async Task An_app_key_becomes_a_token_and_the_token_payment_links()
    {
        var server = await houses.On();
        await using var api = await SampleApi.Start("PaymentsApi", server, "dc4");
        var token = await Token(server);
        var made = await api.Send(HttpMethod.Post, Links, token, """{"amount":1500,"currency":"GBP"}""");
        (made.Status, made.Body).ShouldBe((201, """{"id":"link-1","amount":1500,"currency":"GBP"}"""));
        (await api.Get(Links, token))
            .ToString()
            .ShouldBe(
                """
                200
                Content-Type: application/json; charset=utf-8
                Server: Kestrel
                Transfer-Encoding: chunked

                [{"id":"link-1","amount":1500,"currency":"GBP"}]
                """
            );
    }

    [Fact]
    public async Task A_bad_or_expired_token_gets_the_envelope_with_the_APIs_own_path()
    {
        var server = await houses.On();
        await using var api = await SampleApi.Start("PaymentsApi", server, "dc4");
        var token = await Token(server);
        foreach (var bad in (string?[])[null, "bad", token + "x"])
        {
            var answer = await api.Get(Links, bad);
            (answer.Status, answer.Body).ShouldBe((401, Unauthorized));
            answer["WWW-Authenticate"]!.ShouldStartWith("Bearer realm=\"urn:tokenhouse:payments\"");
        }
        (await api.Get(Links, token)).Status.ShouldBe(200);
        server.Clock.Advance(TimeSpan.FromSeconds(3606));
        var expired = await api.Get(Links, token);
        (expired.Status, expired.Body).ShouldBe((401, Unauthorized));
        // Then log in again. An hour passed in a moment, so the API first has to hear that the allowlist still holds.
        var next = await Token(server);
        await Eventually.True(server.Clock, TimeSpan.FromSeconds(1), async () => (await api.Get(Links, next)).Status == 200);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_token_that_was_made_at_an_allowed_address_is_refused_at_another()
    {
        var server = await houses.On();
        await using var api = await SampleApi.Start("PaymentsApi", server, "dc4", "--Tokenhouse:Proxies:0", "127.0.0.0/8");
        var token = await Token(server);
        Task<Answer> From(string? address) => api.Get(Links, token, address is null ? [] : [("X-Forwarded-For", address)]);
        (await From("127.0.0.1")).Status.ShouldBe(200);
        (await From("::1")).Status.ShouldBe(200);
        (await From("::ffff:127.0.0.1")).Status.ShouldBe(200);
        var refused = await From("203.0.113.7");
        (refused.Status, refused.Body).ShouldBe(
            (
                403,
                """{"status":"error","error_type":"forbidden","title":"The IP address 203.0.113.7 isn't on this client's allowlist.","instance":"/v1/payment-link"}"""
            )
        );
        foreach (var address in (string?[])[null, "", "unknown", "127.0.0.1, 203.0.113.7", "::ffff:203.0.113.7", "127.0.0.1,"])
            (await From(address)).Status.ShouldBe(403, address);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_change_of_the_allowlist_holds_at_the_API_within_three_seconds()
    {
        var server = await houses.On();
        await using var api = await SampleApi.Start("PaymentsApi", server, "dc4", "--Tokenhouse:Proxies:0", "127.0.0.0/8");
        var token = await Token(server);
        Task<Answer> FromOffice() => api.Get(Links, token, ("X-Forwarded-For", "198.51.100.20"));
        (await FromOffice()).Status.ShouldBe(403);
        var entry = Arrange.Network("198.51.100.0/24", 977, Paylink);
        await Change(server, db => db.AllowedNetworks.Add(entry));
        await Eventually.True(async () => (await FromOffice()).Status == 200);
        await Change(server, db => db.AllowedNetworks.Remove(entry));
        await Eventually.True(async () => (await FromOffice()).Status == 403);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Whose_scopes_are_taken_away_does_not_come_from_everywhere_with_the_token_from_before()
    {
        var server = await houses.On();
        await using var api = await SampleApi.Start("PaymentsApi", server, "dc4", "--Tokenhouse:Proxies:0", "127.0.0.0/8");
        var token = await Token(server);
        Task<Answer> FromElsewhere() => api.Get(Links, token, ("X-Forwarded-For", "203.0.113.7"));
        (await FromElsewhere()).Status.ShouldBe(403);
        await Scopes([]);
        (await FromElsewhere()).Status.ShouldBe(403);
        await Eventually.True(async () => (await api.Get(Links, token, ("X-Forwarded-For", "127.0.0.1"))).Status == 403);
        (await FromElsewhere()).Status.ShouldBe(403);
        await Scopes(["payments.read", "payments.write"]);
        await Eventually.True(async () => (await api.Get(Links, token, ("X-Forwarded-For", "127.0.0.1"))).Status == 200);

        Task Scopes(List<string> scopes) =>
            Change(server, db => db.Clients.IgnoreQueryFilters().Single(client => client.Id == Paylink).Scopes = scopes);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_client_that_was_disabled_after_its_login_is_refused_within_three_seconds_of_an_hour()
    {
        var server = await houses.On();
        await using var api = await SampleApi.Start("PaymentsApi", server, "dc4");
        var token = await Token(server);
        (await api.Get(Links, token)).Status.ShouldBe(200);
        await Disable(server.Clock.GetUtcNow());
        await Eventually.True(async () => (await api.Get(Links, token)).Status == 401);
        await Disable(null);
        await Eventually.True(async () => (await api.Get(Links, token)).Status == 200);

        Task Disable(DateTimeOffset? at) =>
            Change(server, db => db.Clients.IgnoreQueryFilters().Single(client => client.Id == Paylink).DisabledAt = at);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_token_of_the_other_environment_is_refused()
    {
        var server = await houses.On();
        var uat = $"http://loginuat.dc4.localhost:{server.Port}";
        // Even where the issuer is accepted by mistake, as happens when configurations are copied.
        await using var api = await SampleApi.Start(
            "PaymentsApi",
            server,
            "dc4",
            ["--Tokenhouse:Authorities:1", uat, "--Tokenhouse:Tenants:977:0", server.Origin("dc4"), "--Tokenhouse:Tenants:977:1", uat]
        );
        (await api.Get(Links, await Token(server))).Status.ShouldBe(200);
        var answer = await api.Get(Links, await Token(server, uat, "98434377", "demo-uat-app-key-0123456789abcde"));
        (answer.Status, answer.Body).ShouldBe((401, Unauthorized));
        answer["WWW-Authenticate"]!.ShouldContain("The access token is for the other environment. This API serves LIVE.");
    }

    [Fact]
    public async Task It_starts_as_its_reader_starts_it()
    {
        var server = await houses.On(Database.Sqlite);
        var port = ServerProcess.FreePort();
        using var sample = SampleServers.Program("PaymentsApi", port, server.Origin("dc4"));
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
        await Eventually.True(() => Task.FromResult(sample.Output.Contains("Application started.", StringComparison.Ordinal)));
        using var response = await http.GetAsync(new Uri(Links, UriKind.Relative));
        (await response.Content.ReadAsStringAsync()).ShouldBe(Unauthorized);
        await SampleServers.Healthy(http);
    }

    private static async Task Change(TestServer server, Action<Tokenhouse.Server.Data.Db> change)
    {
        await using (var db = server.Db("dc4"))
        {
            change(db);
            await db.SaveChangesAsync();
        }
        await SampleServers.ThreeSecondsLater(server, "dc4");
    }

    private static async Task<string> Token(
        TestServer server,
        string? origin = null,
        string id = Paylink,
        string key = "demo-live-app-key-0123456789abcd"
    )
    {
        using var content = new StringContent(
            $$"""{"app_id":"{{id}}","app_key":"{{key}}"}""",
            System.Text.Encoding.UTF8,
            "application/json"
        );
        using var response = await server.Http.PostAsync(new Uri((origin ?? server.Origin("dc4")) + "/v1/login"), content);
        var answer = await Answer.From(response);
        answer.Status.ShouldBe(200, answer.Body);
        return answer.Json.GetProperty("access_token").GetString()!;
    }
}

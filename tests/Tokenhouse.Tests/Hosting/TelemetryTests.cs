using System.Net.Http.Json;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Data;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hosting;

/// <summary>What operators are sent, and what must never be in it.</summary>
public sealed class TelemetryTests
{
    private const string Canary = "canary-9d41f7c2";
    private const string AppKey = Canary + "-as-an-app-key-00"; // 32 characters

    [Fact]
    [Trait("Category", "Security")]
    public async Task Traces_and_metrics_are_sent_and_no_secret_or_token_is_in_them_nor_in_logs_nor_in_the_database()
    {
        await using var collector = await OtlpCollector.Start();
        using var logs = new CapturedLogs();
        using var folder = new TempFolder();
        var tokens = new List<string>();
        var plan = new TestServerOptions(Databases.Default) { Folder = folder.Path }.Overheard(collector, logs);

        await using (var server = await TestServer.Start(plan))
        {
            await using (var db = server.Db())
            {
                db.Secrets.Add(Arrange.Secret("acme-live", 218, TenantEnvironment.LIVE, Canary, server.Clock.GetUtcNow()));
                await AddAppKeyClient(server, db);
                await db.SaveChangesAsync();
            }
            await server.HearOfChanges();
            tokens.Add((await server.Token(TestServer.Dc2, "acme-live", Canary)).Json.GetProperty("access_token").GetString()!);
            await server.Token(TestServer.Dc2, "acme-live", Canary, "Public.Nothing");
            await server.Token(TestServer.Dc2, "acme-live", Canary + "-wrong");
            await server.Token(TestServer.Dc2, Canary, Canary);
            await server.Token("http://loginuat.dc2.localhost:5080", "acme-live", Canary);
            await server.Token(TestServer.Dc2, ("client_id", "acme-live"), ("client_secret", Canary), ("client_secret", Canary));
            await Send(
                server,
                "/connect/token?client_secret=" + Canary,
                Convert.ToBase64String(Encoding.ASCII.GetBytes("acme-live:" + Canary))
            );
            await Send(server, "/connect/token", Canary);
            await Send(server, "/nothing/" + Canary, null);
            (await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret", "\u0001" + Canary)).Status.ShouldBe(400);

            tokens.Add((await Login(server, AppKey)).Json.GetProperty("access_token").GetString()!);
            (await Login(server, AppKey[..31] + "X")).Status.ShouldBe(401);
            (await Login(server, AppKey + "-too-long")).Status.ShouldBe(400);

            server.Clock.Advance(TimeSpan.FromSeconds(1));
            await Eventually.True(async () => (await server.Dump()).Contains("no client of this datacentre", StringComparison.Ordinal));
        }

        foreach (var part in (string[])["tokenhouse", "POST /connect/token", "http.route", "http.response.status_code"])
            collector.Traces.ShouldContain(part);
        foreach (var part in (string[])["url.path", "url.query"])
            collector.Traces.ShouldNotContain(part);
        logs.Text.ShouldNotContain("<masterKey"); // sealed as it is
        foreach (
            var metric in (string[])
                [
                    "tokenhouse.requests",
                    "tokenhouse.signing.duration",
                    "tokenhouse.directory.lookups",
                    "tokenhouse.events.queued",
                    "http.server.request.duration",
                ]
        )
            collector.Metrics.ShouldContain(metric);
        foreach (var tag in (string[])["issued", "invalid_client", "invalid_scope", "Connect", "dc2", "LIVE", "tenant"])
            collector.Metrics.ShouldContain(tag);
        logs.Text.ShouldContain("Kestrel");

        await using var again = await TestServer.Start(plan with { Settings = [], Services = _ => { } });
        foreach (
            var (where, text) in new[]
            {
                ("traces", collector.Traces),
                ("metrics", collector.Metrics),
                // The path of a request may be logged; a secret in a path is not one that the protocol knows.
                ("logs", logs.Text.Replace("/nothing/" + Canary, "", StringComparison.Ordinal)),
                ("database", await again.Dump()),
            }
        )
        {
            text.Contains(Canary, StringComparison.Ordinal).ShouldBeFalse($"{where}: {Around(text, Canary)}");
            text.Contains(Convert.ToBase64String(Encoding.ASCII.GetBytes("acme-live:" + Canary)), StringComparison.Ordinal)
                .ShouldBeFalse(where);
            foreach (var token in tokens)
                text.Contains(token[^40..], StringComparison.Ordinal).ShouldBeFalse(where);
        }
    }

    /// <summary>One whose key is kept, sealed.</summary>
    private static async Task AddAppKeyClient(TestServer server, Db db)
    {
        var now = server.Clock.GetUtcNow();
        (await db.Tenants.SingleAsync(tenant => tenant.Id == 218)).Dialects = ["Connect", "AppKey"];
        db.Clients.Add(
            new()
            {
                Id = "12345678",
                TenantId = 218,
                Environment = TenantEnvironment.LIVE,
                Kind = ClientKind.AppKey,
                Name = "Keys",
                Scopes = ["Public.Job.Read"],
                CreatedAt = now,
                Secrets = [server.Services().GetRequiredService<AppKeys>().Seal(new(AppKey), "12345678", 218, TenantEnvironment.LIVE, now)],
            }
        );
        db.AllowedNetworks.Add(Arrange.Network("127.0.0.1/32", 218, "12345678"));
    }

    private static async Task<Answer> Login(TestServer server, string key)
    {
        using var response = await server.Http.PostAsJsonAsync(
            new Uri(TestServer.Dc2 + "/v1/login"),
            new { app_id = "12345678", app_key = key }
        );
        return await Answer.From(response);
    }

    private static string Around(string text, string found)
    {
        var at = text.IndexOf(found, StringComparison.Ordinal);
        return at < 0 ? "" : text[Math.Max(0, at - 200)..Math.Min(text.Length, at + 100)];
    }

    private static async Task Send(TestServer server, string path, string? basic)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(TestServer.Dc2 + path));
        request.Content = new FormUrlEncodedContent([KeyValuePair.Create("grant_type", "client_credentials")]);
        if (basic is not null)
            request.Headers.TryAddWithoutValidation("Authorization", "Basic " + basic);
        using var response = await server.Http.SendAsync(request);
        ((int)response.StatusCode).ShouldBeInRange(400, 404);
    }
}

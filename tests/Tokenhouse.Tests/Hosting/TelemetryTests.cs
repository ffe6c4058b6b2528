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
        var plan = new HousePlan(Databases.Default) { Folder = folder.Path }.Overheard(collector, logs);

        await using (var house = await House.Start(plan))
        {
            await using (var db = house.Db())
            {
                db.Secrets.Add(Arrange.Secret("acme-live", 218, Environment.LIVE, Canary, house.Clock.GetUtcNow()));
                await AddAppKeyClient(house, db);
                await db.SaveChangesAsync();
            }
            await house.HearOfChanges();
            tokens.Add((await house.Token(House.Dc2, "acme-live", Canary)).Json.GetProperty("access_token").GetString()!);
            await house.Token(House.Dc2, "acme-live", Canary, "Public.Nothing");
            await house.Token(House.Dc2, "acme-live", Canary + "-wrong");
            await house.Token(House.Dc2, Canary, Canary);
            await house.Token("http://loginuat.dc2.localhost:5080", "acme-live", Canary);
            await house.Token(House.Dc2, ("client_id", "acme-live"), ("client_secret", Canary), ("client_secret", Canary));
            await Send(
                house,
                "/connect/token?client_secret=" + Canary,
                Convert.ToBase64String(Encoding.ASCII.GetBytes("acme-live:" + Canary))
            );
            await Send(house, "/connect/token", Canary);
            await Send(house, "/nothing/" + Canary, null);
            (await house.Token(House.Dc2, "acme-live", "acme-live-demo-secret", "\u0001" + Canary)).Status.ShouldBe(400);

            tokens.Add((await Login(house, AppKey)).Json.GetProperty("access_token").GetString()!);
            (await Login(house, AppKey[..31] + "X")).Status.ShouldBe(401);
            (await Login(house, AppKey + "-too-long")).Status.ShouldBe(400);

            house.Clock.Advance(TimeSpan.FromSeconds(1));
            await Eventually.True(async () => (await house.Dump()).Contains("no client of this datacentre", StringComparison.Ordinal));
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

        await using var again = await House.Start(plan with { Settings = [], Services = _ => { } });
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
    private static async Task AddAppKeyClient(House house, Db db)
    {
        var now = house.Clock.GetUtcNow();
        (await db.Tenants.SingleAsync(tenant => tenant.Id == 218)).Dialects = ["Connect", "AppKey"];
        db.Clients.Add(
            new()
            {
                Id = "12345678",
                TenantId = 218,
                Environment = Environment.LIVE,
                Kind = ClientKind.AppKey,
                Name = "Keys",
                Scopes = ["Public.Job.Read"],
                CreatedAt = now,
                Secrets = [house.Services().GetRequiredService<AppKeys>().Seal(new(AppKey), "12345678", 218, Environment.LIVE, now)],
            }
        );
        db.AllowedNetworks.Add(Arrange.Network("127.0.0.1/32", 218, "12345678"));
    }

    private static async Task<Answer> Login(House house, string key)
    {
        using var response = await house.Http.PostAsJsonAsync(new Uri(House.Dc2 + "/v1/login"), new { app_id = "12345678", app_key = key });
        return await Answer.From(response);
    }

    private static string Around(string text, string found)
    {
        var at = text.IndexOf(found, StringComparison.Ordinal);
        return at < 0 ? "" : text[Math.Max(0, at - 200)..Math.Min(text.Length, at + 100)];
    }

    private static async Task Send(House house, string path, string? basic)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(House.Dc2 + path));
        request.Content = new FormUrlEncodedContent([KeyValuePair.Create("grant_type", "client_credentials")]);
        if (basic is not null)
            request.Headers.TryAddWithoutValidation("Authorization", "Basic " + basic);
        using var response = await house.Http.SendAsync(request);
        ((int)response.StatusCode).ShouldBeInRange(400, 404);
    }
}

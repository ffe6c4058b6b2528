using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Tokens;

/// <summary>A server that stood still, that can't read what others did, or whose caller has gone: it answers and spends nothing that is out of date.</summary>
[Trait("Category", "Security")]
public sealed class FreshnessTests
{
    private readonly FakeClock processClock = new();
    private readonly FreezeDetector freezes;
    private readonly HangingWrites writes = new();
    private readonly HangingCommits commits = new();
    private readonly HangingReads reads = new();
    private readonly AbortedRequests aborted = new();

    public FreshnessTests() => freezes = new(processClock);

    [Fact]
    public async Task After_a_freeze_nothing_is_answered_from_memory_until_the_feed_was_read()
    {
        await using var server = await Start();
        (await Token(server)).Status.ShouldBe(200);
        processClock.Advance(FreezeDetector.Threshold + TimeSpan.FromMilliseconds(1));
        await ShouldBeUnavailable(server);
        (await server.Get("http://localhost/health/ready")).Status.ShouldBe(503);

        processClock.Advance(FreezeDetector.Settling);
        await ShouldBeUnavailable(server); // it hasn't read the feed
        await ReadTheFeed(server);
        (await Token(server)).Status.ShouldBe(200);
        (await server.Get("http://localhost/health/ready")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Requests_that_waited_during_a_freeze_are_refused_even_if_the_feed_was_read_at_once()
    {
        await using var server = await Start();
        (await Token(server)).Status.ShouldBe(200);
        processClock.Advance(TimeSpan.FromSeconds(6));
        await ShouldBeUnavailable(server);
        await ReadTheFeed(server);
        await ShouldBeUnavailable(server);
        processClock.Advance(FreezeDetector.Settling);
        (await Token(server)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_refresh_that_a_freeze_interrupts_spends_nothing()
    {
        await using var server = await Start();
        var (integrator, refresh) = await SignedIn(server);
        writes.Hangs = true;
        var interrupted = integrator.Refresh(refresh);
        await Eventually.True(() => Task.FromResult(writes.Waiting == 1));
        processClock.Advance(TimeSpan.FromSeconds(20));
        writes.Release();
        ((await interrupted).Status, (await interrupted)["Retry-After"]).ShouldBe((503, "5"));

        processClock.Advance(FreezeDetector.Settling);
        await ReadTheFeed(server);
        (await SpentAt(server, refresh)).ShouldBeNull();
        (await integrator.Refresh(refresh)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task An_answer_that_was_begun_before_a_freeze_is_not_given_after_it()
    {
        await using var server = await Start();
        reads.Hangs = true;
        var begun = Token(server); // reads the client from the database
        await Eventually.True(() => Task.FromResult(reads.Waiting > 0));
        processClock.Advance(TimeSpan.FromSeconds(6));
        reads.Release();
        ((await begun).Status, (await begun)["Retry-After"]).ShouldBe((503, "5"));
    }

    [Fact]
    public async Task A_server_that_cannot_read_the_feed_for_two_seconds_issues_from_memory_and_writes_nothing()
    {
        await using var server = await Start();
        var (integrator, refresh) = await SignedIn(server);
        (await Token(server)).Status.ShouldBe(200);
        await using var db = server.Db("dc3");
        await db.Database.OpenConnectionAsync(); // none is opened later
        await db.Database.ExecuteSqlRawAsync("""ALTER TABLE "Changes" RENAME TO "Elsewhere" """);
        Beat(Freshness.MaxAge);

        (await Token(server)).Status.ShouldBe(200);
        (await integrator.Refresh(refresh)).Status.ShouldBe(503);
        (await server.Post(BrowserSession.Dc3 + "/connect/revoke", [("token", refresh)], Integrator.Web)).Status.ShouldBe(503);
        await Should.ThrowAsync<StaleServerException>(() => db.Scopes.ExecuteDeleteAsync());
        (await db.RefreshTokens.IgnoreQueryFilters().SingleAsync()).SpentAt.ShouldBeNull();
    }

    [Fact]
    public async Task Nothing_is_spent_for_a_caller_who_has_gone()
    {
        await using var server = await Start();
        var (integrator, refresh) = await SignedIn(server);
        writes.Hangs = true;
        await Abandon(server, refresh, () => writes.Waiting == 1);
        writes.Release();
        (await integrator.Refresh(refresh)).Status.ShouldBe(200); // queues behind the abandoned one
        var before = await SpentAt(server, refresh);
        before.ShouldBe(server.Clock.GetUtcNow());
        await using var db = server.Db("dc3");
        (await db.RefreshTokens.IgnoreQueryFilters().CountAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task A_reuse_ends_the_family_even_if_the_caller_has_gone()
    {
        await using var server = await Start();
        var (integrator, first) = await SignedIn(server);
        var second = Refresh(await integrator.Refresh(first));
        var third = Refresh(await integrator.Refresh(second));
        server.Clock.Advance(TimeSpan.FromHours(1));
        commits.Hangs = true;
        await Abandon(server, first, () => commits.Waiting == 1);
        commits.Release();
        await Eventually.True(async () => (await integrator.Refresh(third)).Status == 400);
    }

    [Fact]
    public async Task The_window_counts_from_the_commit()
    {
        await using var server = await Start();
        var (integrator, first) = await SignedIn(server);
        commits.Hangs = true;
        var slow = integrator.Refresh(first);
        await Eventually.True(() => Task.FromResult(commits.Waiting == 1));
        server.Clock.Advance(TimeSpan.FromMinutes(15));
        await Eventually.True(() =>
        {
            Beat(TimeSpan.FromSeconds(30));
            return Task.FromResult(slow.IsCompleted);
        });
        ((await slow).Status, (await slow)["Retry-After"]).ShouldBe((503, "5")); // it isn't waited for
        await ReadTheFeed(server);
        commits.Release();
        await Eventually.True(async () => await SpentAt(server, first) == server.Clock.GetUtcNow());
        var second = Refresh(await integrator.Refresh(first));
        var third = Refresh(await integrator.Refresh(second));
        server.Clock.Advance(TimeSpan.FromSeconds(9));
        Refresh(await integrator.Refresh(first)).ShouldBe(third);
    }

    [Fact]
    public async Task A_server_that_cannot_read_the_feed_opens_no_connection_for_requests()
    {
        await using var server = await Start();
        await using var db = server.Db("dc3");
        await db.Database.ExecuteSqlRawAsync("""ALTER TABLE "Changes" RENAME TO "Elsewhere" """);
        Beat(Freshness.MaxAge);
        var before = server.Commands.Count;
        (await Token(server)).Status.ShouldBe(503); // isn't in memory yet
        (server.Commands.Count - before).ShouldBe(0);
    }

    private Task<TestServer> Start() =>
        TestServer.Start(
            new TestServerOptions(Database.Sqlite)
            {
                Run = ["dc3"],
                Freezes = freezes,
                Services = services =>
                    services
                        .AddSingleton<IInterceptor>(writes)
                        .AddSingleton<IInterceptor>(commits)
                        .AddSingleton<IInterceptor>(reads)
                        .AddSingleton<IStartupFilter>(aborted),
            }
        );

    private static async Task<(Integrator, string)> SignedIn(TestServer server)
    {
        var integrator = new Integrator(server);
        return (integrator, Refresh(await integrator.Tokens(new(server))));
    }

    private static string Refresh(Answer answer)
    {
        answer.Status.ShouldBe(200, answer.Body);
        return answer.Json.GetProperty("refresh_token").GetString()!;
    }

    private static Task<Answer> Token(TestServer server) => server.Token(BrowserSession.Dc3, "globex-live", "globex-live-demo-secret");

    private static async Task ShouldBeUnavailable(TestServer server)
    {
        var answer = await Token(server);
        (answer.Status, answer["Retry-After"]).ShouldBe((503, "5"));
        answer.Body.ShouldContain("temporarily_unavailable");
    }

    /// <summary>The freeze is over when a reading of the feed has started after it.</summary>
    private async Task ReadTheFeed(TestServer server)
    {
        processClock.Advance(TimeSpan.FromMilliseconds(1));
        var freshness = server.Services("dc3").GetRequiredService<Freshness>();
        await Eventually.True(server.Clock, ChangeFeed.Interval, () => Task.FromResult(freshness.HasReadSinceFreeze));
    }

    /// <summary>Lets time pass as it does for a process that runs.</summary>
    private void Beat(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += FreezeDetector.Interval)
        {
            processClock.Advance(FreezeDetector.Interval);
            freezes.Beat();
        }
    }

    /// <summary>Refreshes and closes the connection once the server is there.</summary>
    private async Task Abandon(TestServer server, string refresh, Func<bool> isThere)
    {
        using var gone = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, BrowserSession.Dc3 + "/connect/token");
        request.Headers.Authorization = ProxiedTestServers.Basic(Integrator.Web, Integrator.Web + "-demo-secret");
        request.Content = new FormUrlEncodedContent([new("grant_type", "refresh_token"), new("refresh_token", refresh)]);
        var sent = server.Http.SendAsync(request, gone.Token);
        await Eventually.True(() => Task.FromResult(isThere()));
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(sent);
        await Eventually.True(() => Task.FromResult(aborted.Count == 1));
    }

    private static async Task<DateTimeOffset?> SpentAt(TestServer server, string token)
    {
        var hash = TextHash.Of(token);
        await using var db = server.Db("dc3");
        return (await db.RefreshTokens.IgnoreQueryFilters().AsNoTracking().SingleAsync(row => row.Hash == hash)).SpentAt;
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Data;

public sealed class ChangeFeedTests
{
    [Theory, OnEachDatabase]
    public async Task A_change_and_its_line_in_the_feed_are_one_transaction(Database database)
    {
        await using var server = await TestServer.Start(database);
        await using var db = server.Db();
        var before = await db.Changes.CountAsync();
        await using (await db.Database.BeginTransactionAsync())
        {
            (await db.Tenants.SingleAsync(tenant => tenant.Id == 218)).Name = "Other";
            await db.SaveChangesAsync();
            (await db.Changes.CountAsync()).ShouldBe(before + 1);
        }
        (await db.Changes.CountAsync()).ShouldBe(before);
    }

    [Theory, OnEachDatabase]
    public async Task What_is_kept_in_memory_cannot_be_saved_past_the_feed(Database database)
    {
        await using var server = await TestServer.Start(database);
        await using var db = server.Db();
        (await db.Tenants.SingleAsync(tenant => tenant.Id == 218)).Name = "Other";
        Should.Throw<InvalidOperationException>(() => db.SaveChanges());
    }

    [Theory, OnEachDatabase]
    [Trait("Category", "Security")]
    public async Task Changes_become_visible_in_the_order_of_their_ids_however_many_write_at_once(Database database)
    {
        await using var server = await TestServer.Start(database);
        var (writers, each) = (8, Iterations.Of(10, 200));
        var seen = new List<long>();
        using var done = new CancellationTokenSource();
        var reader = Task.Run(async () =>
        {
            var position = 0L;
            while (true)
            {
                var last = done.IsCancellationRequested;
                await using var db = server.Db();
                var ids = await db
                    .Changes.Where(change => change.Id > position)
                    .OrderBy(change => change.Id)
                    .Select(change => change.Id)
                    .ToListAsync();
                seen.AddRange(ids);
                position = ids.Count > 0 ? ids[^1] : position;
                if (last)
                    return;
            }
        });
        await Task.WhenAll(
            Enumerable
                .Range(0, writers)
                .Select(async writer =>
                {
                    for (var i = 0; i < each; i++)
                    {
                        await using var db = server.Db();
                        db.Scopes.Add(new() { Name = $"order.{writer}.{i}", ApiIdentifier = "urn:tokenhouse:hub" });
                        await db.SaveChangesAsync();
                    }
                })
        );
        await done.CancelAsync();
        await reader;
        await using var all = server.Db();
        seen.ShouldBe(await all.Changes.OrderBy(change => change.Id).Select(change => change.Id).ToListAsync());
    }

    [Theory, OnEachDatabase]
    [Trait("Category", "Security")]
    public async Task When_the_feed_cannot_be_read_for_long_nothing_in_memory_is_used_and_the_server_is_not_ready(Database database)
    {
        await using var server = await TestServer.Start(database);
        (await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret")).Status.ShouldBe(200);
        await using var db = server.Db();
        await db.Database.ExecuteSqlRawAsync("""ALTER TABLE "Changes" RENAME TO "Elsewhere" """);
        await db.Database.ExecuteSqlRawAsync("""ALTER TABLE "Clients" RENAME TO "ClientsElsewhere" """);

        server.Clock.Advance(new DatabaseOptions().OutageAllowance - TimeSpan.FromSeconds(1));
        (await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret")).Status.ShouldBe(200);
        (await server.Get("http://localhost/health/ready")).Status.ShouldBe(200);

        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.True(async () => (await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret")).Status == 500);
        (await server.Get("http://localhost/health/ready")).Body.ShouldBe(
            """{"status":"not ready","reasons":["dc2: changes cannot be read from the database"]}"""
        );
        (await server.Get("http://localhost/health/live")).Status.ShouldBe(200);

        await db.Database.ExecuteSqlRawAsync("""ALTER TABLE "ClientsElsewhere" RENAME TO "Clients" """);
        await db.Database.ExecuteSqlRawAsync("""ALTER TABLE "Elsewhere" RENAME TO "Changes" """);
        server.Clock.Advance(ChangeFeed.Interval);
        await Eventually.True(async () => (await server.Get("http://localhost/health/ready")).Status == 200);
        (await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret")).Status.ShouldBe(200);
    }

    [Theory, OnEachDatabase]
    [Trait("Category", "Security")]
    public async Task A_query_that_was_cancelled_by_something_else_than_a_stop_does_not_end_the_feed(Database database)
    {
        var cancelled = new CancelledQuery("\"Changes\"");
        await using var server = await TestServer.Start(
            new TestServerOptions(database) { Services = services => services.AddSingleton<IInterceptor>(cancelled) }
        );
        (await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret")).Status.ShouldBe(200);

        cancelled.Next = true;
        server.Clock.Advance(ChangeFeed.Interval);
        await Eventually.True(() => Task.FromResult(!cancelled.Next));

        await using (var db = server.Db())
        {
            (await db.Clients.IgnoreQueryFilters().SingleAsync(client => client.Id == "acme-live")).DisabledAt = server.Clock.GetUtcNow();
            await db.SaveChangesAsync();
        }
        await Eventually.True(
            server.Clock,
            ChangeFeed.Interval,
            async () => (await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret")).Status == 401
        );
    }

    [Theory, OnEachDatabase]
    [Trait("Category", "Security")]
    public async Task A_line_of_a_later_release_does_not_stop_the_feed(Database database)
    {
        await using var server = await TestServer.Start(database);
        (await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret")).Status.ShouldBe(200);
        await using (var db = server.Db())
        {
            await db.Database.ExecuteSqlRawAsync("""INSERT INTO "Changes" ("Topic", "Key", "At") VALUES ('Unheard', 'of', 0)""");
            (await db.Clients.IgnoreQueryFilters().SingleAsync(client => client.Id == "acme-live")).DisabledAt = server.Clock.GetUtcNow();
            await db.SaveChangesAsync();
        }
        await server.HearOfChanges();
        (await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret")).Status.ShouldBe(401);
    }

    [Theory, OnEachDatabase]
    public async Task What_statements_change_is_published_in_a_transaction_or_not_at_all(Database database)
    {
        await using var server = await TestServer.Start(database);
        await using var db = server.Db();
        await Should.ThrowAsync<InvalidOperationException>(() => db.Publish(CacheKey.Tokens));
    }

    [Theory, OnEachDatabase]
    public async Task Old_lines_are_swept(Database database)
    {
        await using var server = await TestServer.Start(database);
        await using var db = server.Db();
        (await db.Changes.CountAsync()).ShouldBeGreaterThan(0);
        server.Clock.Advance(TimeSpan.FromHours(2));
        await Eventually.True(server.Clock, ChangeFeed.Interval, async () => !await db.Changes.AnyAsync());
    }

    [Fact]
    public async Task SQLite_answers_a_write_only_when_it_is_on_disk()
    {
        await using var server = await TestServer.Start(Database.Sqlite);
        await using var db = server.Db();
        (await db.Database.SqlQueryRaw<string>("PRAGMA journal_mode").ToListAsync()).ShouldBe(["wal"]);
        (await db.Database.SqlQueryRaw<long>("PRAGMA synchronous").ToListAsync()).ShouldBe([2]);
        (await db.Database.SqlQueryRaw<long>("PRAGMA foreign_keys").ToListAsync()).ShouldBe([1]);
    }

    [Fact]
    public async Task A_lock_that_a_killed_migration_left_behind_does_not_stop_SQLite_for_ever()
    {
        await using var server = await TestServer.Start(Database.Sqlite);
        await using var db = server.Db();
        await db.Database.ExecuteSqlRawAsync(
            """CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" ("Id" INTEGER NOT NULL PRIMARY KEY, "Timestamp" TEXT NOT NULL)"""
        );
        await db.Database.ExecuteSqlRawAsync("""INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01')""");
        await server.Services().GetRequiredService<Migrator>().Apply(CancellationToken.None);
        (await server.Services().GetRequiredService<Migrator>().Pending(CancellationToken.None)).ShouldBeEmpty();
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tokenhouse.Server.EventLog;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.EventLog;

/// <summary>One event that no database takes is lost alone, and said to be; nothing is tried for ever.</summary>
public sealed class LostEventTests
{
    [Theory, OnEachDatabase]
    [Trait("Category", "Security")]
    public async Task An_event_that_the_database_does_not_take_is_lost_and_all_others_are_written(Database database)
    {
        using var logs = new CapturedLogs();
        await using var server = await TestServer.Start(
            new TestServerOptions(database) { Services = services => services.AddSingleton<ILoggerProvider>(logs) }
        );
        await Refuse(server, database, "grant_type");
        for (var i = 0; i < 30; i++)
            await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret", "unknown." + (i % 7));
        await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret");
        await server.Token(TestServer.Dc2, ("client_id", "acme-live"), ("client_secret", "acme-live-demo-secret")); // this one
        await server.Token(TestServer.Dc2, "acme-live", "wrong");

        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.True(async () => await Count(server) == (31, 1));
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.True(() => Task.FromResult(logs.Text.Contains("was lost", StringComparison.Ordinal)));
        logs.Text.ShouldContain("An event of the kind Refused was lost: the database refused it (");
        logs.Text.ShouldNotContain("The parameter 'grant_type' is missing.");

        await server.Token(TestServer.Dc2, "acme-live", "wrong"); // and it goes on
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.True(async () => await Count(server) == (32, 1));
    }

    [Theory, OnEachDatabase]
    public async Task What_could_not_be_written_for_two_hours_is_lost_and_what_comes_after_is_written(Database database)
    {
        using var logs = new CapturedLogs();
        await using var server = await TestServer.Start(
            new TestServerOptions(database) { Services = services => services.AddSingleton<ILoggerProvider>(logs) }
        );
        await using var db = server.Db();
        await db.Database.ExecuteSqlRawAsync("""ALTER TABLE "Refusals" RENAME TO "Elsewhere" """);
        await server.Token(TestServer.Dc2, "acme-live", "wrong");
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.True(() =>
            Task.FromResult(logs.Text.Contains("Events couldn't be written. Trying again later.", StringComparison.Ordinal))
        );
        server.Clock.Advance(EventWriter.Patience);
        await Eventually.True(() => Task.FromResult(logs.Text.Contains("1 events were lost", StringComparison.Ordinal)));
        await db.Database.ExecuteSqlRawAsync("""ALTER TABLE "Elsewhere" RENAME TO "Refusals" """);
        await server.Token(TestServer.Dc2, "acme-live", "wrong");
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.True(async () => await Count(server) == (1, 0));
    }

    /// <summary>Has the database itself refuse a row for what it says, as it would refuse one that is too long.</summary>
    private static async Task Refuse(TestServer server, Database database, string word)
    {
        await using var db = server.Db();
#pragma warning disable EF1002 // the word is the test's own
        await db.Database.ExecuteSqlRawAsync(
            database is Database.Postgres
                ? $"""ALTER TABLE "Refusals" ADD CONSTRAINT "refuse" CHECK ("Reason" NOT LIKE '%{word}%')"""
                : $"""
                CREATE TRIGGER refuse BEFORE INSERT ON "Refusals" WHEN NEW."Reason" LIKE '%{word}%'
                BEGIN SELECT RAISE(ABORT, 'refused'); END
                """
        );
#pragma warning restore EF1002
    }

    private static async Task<(long Refusals, long Issued)> Count(TestServer server)
    {
        await using var db = server.Db();
        return (
            await db.Refusals.IgnoreQueryFilters().SumAsync(row => row.Count),
            await db.Usages.IgnoreQueryFilters().SumAsync(usage => usage.Issued)
        );
    }
}

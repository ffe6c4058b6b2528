using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Server.Data;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Api;

/// <summary>A creation that is repeated under one key happens once.</summary>
[Collection<ApiServers>]
public sealed class IdempotencyTests(TestServers servers)
{
    private const string List = "/acme/credentials/live/acme-live/allowlist";

    [Theory, OnEachDatabase]
    public async Task Who_repeats_a_creation_gets_the_first_answer(Database database)
    {
        var (server, program) = await Start(database);
        var key = ("Idempotency-Key", "first-answer");
        var first = await program.Post(List, """{"network":"198.51.100.1"}""", key);
        var again = await program.Post(List, """{"network":"198.51.100.1"}""", key);
        first.Status.ShouldBe(201);
        (again.Status, again.Body, again["Location"]).ShouldBe((201, first.Body, first["Location"]));
        (await Count(server, "198.51.100.1/32")).ShouldBe(1);
    }

    [Theory, OnEachDatabase]
    public async Task Of_many_at_once_one_creates(Database database)
    {
        var (server, program) = await Start(database);
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => program.Post(List, """{"network":"198.51.100.2"}""", ("Idempotency-Key", "at-once")))
        );
        answers.ShouldAllBe(answer => answer.Status == 201 || answer.Status == 409);
        answers.ShouldContain(answer => answer.Status == 201);
        (await Count(server, "198.51.100.2/32")).ShouldBe(1);
    }

    [Fact]
    public async Task Another_request_under_the_same_key_is_a_mistake()
    {
        var (server, program) = await Start(Databases.Default);
        var key = ("Idempotency-Key", "mistake");
        (await program.Post(List, """{"network":"198.51.100.3"}""", key)).Status.ShouldBe(201);
        var other = await program.Post(List, """{"network":"198.51.100.4"}""", key);
        (other.Status, other.Json.GetProperty("title").GetString()).ShouldBe((422, "Key already used"));
        (await Count(server, "198.51.100.4/32")).ShouldBe(0);
    }

    [Fact]
    public async Task What_was_refused_may_be_tried_again_under_its_key()
    {
        var (_, program) = await Start(Databases.Default);
        var key = ("Idempotency-Key", "refused");
        (await program.Post(List, """{"network":"nonsense"}""", key)).Status.ShouldBe(422);
        (await program.Post(List, """{"network":"198.51.100.5"}""", key)).Status.ShouldBe(201);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_key_belongs_to_the_client_that_sent_it()
    {
        var (server, program) = await Start(Databases.Default);
        var other = await HubProgram.Of(server, HubProgram.Acme, "hub.allowlists.write");
        var key = ("Idempotency-Key", "mine");
        (await program.Post(List, """{"network":"198.51.100.6"}""", key)).Status.ShouldBe(201);
        var answer = await other.Post(List, """{"network":"198.51.100.6"}""", key);
        (answer.Status, answer.Json.GetProperty("detail").GetString()).ShouldBe((422, "198.51.100.6/32 is already on the list."));
    }

    [Fact]
    public async Task A_key_is_forgotten_after_a_day()
    {
        var (server, program) = await Start(Databases.Default);
        var key = ("Idempotency-Key", "a-day");
        (await program.Post(List, """{"network":"198.51.100.8"}""", key)).Status.ShouldBe(201);
        await using var db = server.Db();
        await db
            .IdempotencyKeys.IgnoreQueryFilters()
            .Where(row => row.Key == "a-day")
            .ExecuteUpdateAsync(row => row.SetProperty(k => k.ExpiresAt, server.Clock.GetUtcNow()));
        (await program.Post(List, """{"network":"198.51.100.9"}""", key)).Status.ShouldBe(201);
    }

    [Theory, OnEachDatabase]
    [Trait("Category", "Security")]
    public async Task A_kept_answer_cannot_be_read_in_the_database(Database database)
    {
        var (server, program) = await Start(database);
        (await program.Post(List, """{"network":"198.51.100.10"}""", ("Idempotency-Key", "sealed"))).Status.ShouldBe(201);
        await using var db = server.Db();
        var row = await db.IdempotencyKeys.IgnoreQueryFilters().SingleAsync(row => row.Key == "sealed");
        System.Text.Encoding.UTF8.GetString(row.Sealed!).ShouldNotContain("198.51.100.10");
    }

    [Theory, OnEachDatabase]
    public async Task A_server_that_ends_before_the_change_is_made_leaves_the_key_free(Database database)
    {
        var end = new Ending("INSERT INTO \"AllowedNetworks\"");
        await using var server = await TestServer.Start(
            new TestServerOptions(database) { Services = services => services.AddSingleton<IInterceptor>(end) }
        );
        var program = await HubProgram.Of(server, HubProgram.Acme, "hub.allowlists.write");
        var key = ("Idempotency-Key", "ended");
        var claimed = -1;
        end.Before = async () =>
        {
            await using var db = server.Db();
            claimed = await db.IdempotencyKeys.IgnoreQueryFilters().CountAsync(); // all that others would find
        };
        (await program.Post(List, """{"network":"198.51.100.20"}""", key)).Status.ShouldBe(503);
        claimed.ShouldBe(0);
        (await program.Post(List, """{"network":"198.51.100.20"}""", key)).Status.ShouldBe(201);
        (await program.Post(List, """{"network":"198.51.100.20"}""", key)).Status.ShouldBe(201);
        (await Count(server, "198.51.100.20/32")).ShouldBe(1);
    }

    [Theory, OnEachDatabase]
    public async Task What_was_done_and_whose_answer_was_lost_is_not_done_again(Database database)
    {
        var (server, program) = await Start(database);
        var key = ("Idempotency-Key", "lost-answer");
        (await program.Post(List, """{"network":"198.51.100.21"}""", key)).Status.ShouldBe(201);
        await using var db = server.Db();
        await db
            .IdempotencyKeys.IgnoreQueryFilters()
            .Where(row => row.Key == "lost-answer")
            .ExecuteUpdateAsync(row => row.SetProperty(k => k.Status, (int?)null).SetProperty(k => k.Sealed, (byte[]?)null));
        var again = await program.Post(List, """{"network":"198.51.100.21"}""", key);
        (again.Status, again.Json.GetProperty("detail").GetString()).ShouldBe(
            (
                409,
                "The same request was already carried out, and its response isn't stored yet or was lost. Check the result before you repeat it with another key."
            )
        );
    }

    [Theory, OnEachDatabase]
    [Trait("Category", "Security")]
    public async Task Kept_answers_are_deleted_after_their_day(Database database)
    {
        var (server, program) = await Start(database);
        (await program.Post(List, """{"network":"198.51.100.22"}""", ("Idempotency-Key", "swept"))).Status.ShouldBe(201);
        await using var db = server.Db();
        var row = db.IdempotencyKeys.IgnoreQueryFilters().Where(row => row.Key == "swept");
        await server.Services().GetRequiredService<CleanupService>().Sweep(CancellationToken.None);
        (await row.CountAsync()).ShouldBe(1);
        await row.ExecuteUpdateAsync(its => its.SetProperty(k => k.ExpiresAt, server.Clock.GetUtcNow()));
        await server.Services().GetRequiredService<CleanupService>().Sweep(CancellationToken.None);
        (await row.CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task An_unusable_key_is_refused()
    {
        var (_, program) = await Start(Databases.Default);
        (await program.Post(List, """{"network":"198.51.100.11"}""", ("Idempotency-Key", new string('x', 101)))).Status.ShouldBe(400);
    }

    private async Task<(TestServer House, HubProgram Program)> Start(Database database)
    {
        var server = await servers.On(database);
        return (server, await HubProgram.Of(server, HubProgram.Acme, "hub.allowlists.write"));
    }

    private static async Task<int> Count(TestServer server, string network)
    {
        await using var db = server.Db();
        return await db.AllowedNetworks.IgnoreQueryFilters().CountAsync(row => row.Network == network);
    }

    /// <summary>Ends what is being done at its first command that mentions a text, once it is said what to look at before.</summary>
    private sealed class Ending(string mentions) : DbCommandInterceptor
    {
        public Func<Task>? Before { get; set; }

        public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default
        )
        {
            if (Before is not { } look || !command.CommandText.Contains(mentions, StringComparison.Ordinal))
                return result;
            Before = null;
            await look();
            throw new TimeoutException("The server ends here.");
        }
    }
}

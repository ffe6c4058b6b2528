using Npgsql;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hosting;

/// <summary>Servers behind pgbouncer in transaction mode, where each transaction may run on another connection.</summary>
[OuterTier]
public sealed class PoolerTests
{
    [Fact]
    public async Task Three_servers_start_at_once_rotate_tokens_and_leave_no_lock_and_no_setting_behind()
    {
        using var folder = new TempFolder();
        using var pooler = new PgBouncer();
        var plan = new TestServerOptions(Database.Postgres)
        {
            Run = ["dc3"],
            IsMigrated = false,
            Folder = folder.Path,
            Clock = new(),
        };
        var direct = plan.Databases["dc3"];
        await pooler.Ready(direct);
        plan = plan with
        {
            Databases = plan.Databases.ToDictionary(named => named.Key, named => pooler.To(named.Value)),
            Settings = ["--Tokenhouse:Datacentres:dc3:PostgresDirect", direct],
        };
        // They migrate at the same time, over the direct connection.
        var servers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => TestServer.Start(plan))));
        try
        {
            var session = new BrowserSession(servers[0]);
            var families = new List<string>();
            for (var family = 0; family < 4; family++)
                families.Add(Refresh(await new Integrator(servers[0]).Tokens(session)));
            await Task.WhenAll(families.Select((token, index) => Rotate(servers, token, index)));
            await session.EnterHub();
            session.Answer.Status.ShouldBe(200);
        }
        finally
        {
            foreach (var server in servers)
                await server.DisposeAsync();
        }
        (
            await Count(
                direct,
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
        ).ShouldBe(0);
        // Connections that the pooler keeps have the role's settings, and no others.
        for (var use = 0; use < 2 * PgBouncer.Connections; use++)
            (
                await Count(
                    pooler.To(direct),
                    "SELECT count(*) FROM pg_settings WHERE source = 'session' AND name NOT IN ('application_name', 'client_encoding', 'DateStyle', 'TimeZone', 'standard_conforming_strings')"
                )
            ).ShouldBe(0);
        (await Count(pooler.To(direct), "SELECT count(*) FROM pg_settings WHERE name = 'lock_timeout' AND setting = '1500'")).ShouldBe(1);
    }

    [Fact]
    public async Task A_server_that_waits_for_migrate_needs_no_direct_connection()
    {
        using var folder = new TempFolder();
        using var pooler = new PgBouncer();
        var plan = new TestServerOptions(Database.Postgres) { IsMigrated = false, Folder = folder.Path };
        var direct = plan.Databases["dc2"];
        await pooler.Ready(direct);
        var behind = plan with { Databases = plan.Databases.ToDictionary(named => named.Key, named => pooler.To(named.Value)) };
        var migrated = await ServerCommand.Run(
            behind with
            {
                Settings = ["--Tokenhouse:Datacentres:dc2:PostgresDirect", direct],
            },
            folder.Path,
            "migrate"
        );
        migrated.ExitCode.ShouldBe(0, migrated.Errors);
        await using var server = await TestServer.Start(
            behind with
            {
                Settings =
                [
                    "--Tokenhouse:MigrateAtStart",
                    "false",
                    "--Tokenhouse:Datacentres:dc2:PostgresDirect",
                    "Host=127.0.0.1;Port=1;Timeout=2",
                ],
            }
        );
        (await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret")).Status.ShouldBe(200);
    }

    /// <summary>Each time at another server.</summary>
    private static async Task Rotate(TestServer[] servers, string token, int first)
    {
        for (var turn = 0; turn < Iterations.Of(10, 100); turn++)
            token = Refresh(await new Integrator(servers[(first + turn) % servers.Length]).Refresh(token));
    }

    private static string Refresh(Answer answer)
    {
        answer.Status.ShouldBe(200, answer.Body);
        return answer.Json.GetProperty("refresh_token").GetString()!;
    }

    private static async Task<long> Count(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)(await command.ExecuteScalarAsync())!;
    }
}

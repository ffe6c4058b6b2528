using Microsoft.EntityFrameworkCore;
using Npgsql;
using Tokenhouse.Server.Data;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hosting.Commands;

/// <summary>The commands of the executable: what they print and with what code they exit.</summary>
public sealed class CommandTests
{
    [Theory, OnEachDatabase]
    public async Task Migrate_says_what_it_applies_and_a_second_time_that_there_is_nothing_to_do(Database database)
    {
        using var folder = new TempFolder();
        var plan = new TestServerOptions(database);
        var first = await ServerCommand.Run(plan, folder.Path, "migrate");
        first.Errors.ShouldBe("");
        first.ExitCode.ShouldBe(0);
        first.Output.ShouldMatch("^dc2: applying 1 of [0-9]+, [0-9]+_Initial \\.\\.\\.\n");
        first.Output.ShouldMatch("\ndc2: applied [0-9]+ in [0-9.]+ s. The schema is up to date.\n");
        if (database is Database.Postgres)
            first.Output.ShouldContain("\n  ALTER ROLE tokenhouse IN DATABASE th_");

        var second = await ServerCommand.Run(plan, folder.Path, "migrate");
        second.Output.ShouldBe("dc2: the schema is up to date.\n");
        second.ExitCode.ShouldBe(0);
    }

    [Theory, OnEachDatabase]
    public async Task Migrate_continues_where_it_was_interrupted(Database database)
    {
        using var folder = new TempFolder();
        var plan = new TestServerOptions(database);
        var dbs = Factory(plan, folder);
        using var interrupted = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() =>
            new Migrator(dbs).Apply(
                interrupted.Token,
                step =>
                {
                    if (step.Number == 4)
                        interrupted.Cancel();
                }
            )
        );
        (await ServerCommand.Run(plan, folder.Path, "migrate")).Output.ShouldMatch("^dc2: applying 1 of [0-9]+, [0-9]+_Hub \\.\\.\\.\n");
        (await new Migrator(dbs).Pending(CancellationToken.None)).ShouldBeEmpty();
    }

    [Theory, OnEachDatabase]
    public async Task Migrate_refuses_a_database_of_a_later_release(Database database)
    {
        using var folder = new TempFolder();
        var plan = new TestServerOptions(database);
        await ServerCommand.Run(plan, folder.Path, "migrate");
        await using (var db = Factory(plan, folder).CreateDbContext())
            await db.Database.ExecuteSqlRawAsync("""INSERT INTO "__EFMigrationsHistory" VALUES ('29990101000000_Later', '99.0.0')""");
        var refused = await ServerCommand.Run(plan, folder.Path, "migrate");
        refused.ExitCode.ShouldBe(1);
        refused.Errors.ShouldBe(
            "A later release has migrated the database of dc2: this one doesn't know 29990101000000_Later. Nothing was changed. Run the command of the later release.\n"
        );
    }

    [Theory]
    [InlineData("idle_in_transaction_session_timeout", "3s")]
    [InlineData("lock_timeout", "1500ms")]
    [InlineData("statement_timeout", "30s")]
    public async Task Every_connection_of_the_role_has_timeouts_after_migrate_and_what_an_operator_set_stays(string setting, string value)
    {
        using var folder = new TempFolder();
        var plan = new TestServerOptions(Database.Postgres);
        await ServerCommand.Run(plan, folder.Path, "migrate");
        (await Setting(plan, setting)).ShouldBe(value);

        var database = new NpgsqlConnectionStringBuilder(plan.Databases["dc2"]).Database;
        await Sql(plan, $"ALTER ROLE tokenhouse IN DATABASE {database} SET {setting} = '17s'");
        (await ServerCommand.Run(plan, folder.Path, "migrate")).Output.ShouldBe("dc2: the schema is up to date.\n");
        (await Setting(plan, setting)).ShouldBe("17s");
    }

    [Theory, OnEachDatabase]
    [Trait("Category", "Security")]
    public async Task An_invited_operator_enters_the_Hub_by_the_link_and_the_audit_says_so(Database database)
    {
        using var folder = new TempFolder();
        var plan = new TestServerOptions(database) { Folder = folder.Path, Run = ["dc3"] };
        await using var server = await TestServer.Start(plan);
        var invited = await ServerCommand.Run(plan, server.DataFolder, "operator", "invite", "Grace@Vendor.example");
        invited.Errors.ShouldBe("");
        invited.ExitCode.ShouldBe(0);
        var lines = invited.Output.Split('\n');
        lines[0].ShouldBe("Grace@Vendor.example can become an operator of dc3 with this link. It works once, within seven days:");

        var session = new BrowserSession(server);
        await session.Open(lines[1]);
        await session.Submit(
            "/invitation",
            ("name", "Grace"),
            ("password", "correct horse battery staple"),
            ("again", "correct horse battery staple")
        );
        session.Answer.Status.ShouldBe(200, session.Answer.Body);
        await using var db = server.Db("dc3");
        db.Tenant = 1;
        (await db.Memberships.CountAsync(row => row.Role == Tokenhouse.Server.Data.Entities.Role.Manager)).ShouldBeGreaterThan(0);
        var entry = await db.Audit.OrderBy(row => row.Sequence).FirstAsync(row => row.Target == "grace@vendor.example");
        (entry.Actor, entry.Act).ShouldBe(("the server's command line", "person.invited"));

        var again = await ServerCommand.Run(plan, server.DataFolder, "operator", "invite", "grace@vendor.example");
        (again.ExitCode, again.Errors).ShouldBe((1, "grace@vendor.example is already an operator, as Manager.\n"));
    }

    [Fact]
    public async Task Check_says_what_is_missing_before_the_first_start_and_that_all_is_well_after_it()
    {
        using var folder = new TempFolder();
        var plan = new TestServerOptions(Database.Postgres) { Folder = folder.Path, IsMigrated = false };
        var before = await ServerCommand.Run(plan with { Databases = Nowhere }, folder.Path, "check");
        before.ExitCode.ShouldBe(1);
        before.Output.ShouldMatch("\nfailed   dc2 database: .* Check Tokenhouse:Datacentres:dc2, and that the database runs.\n");
        before.Output.ShouldEndWith("Failed: 1. Warnings: 1.\n");

        await ServerCommand.Run(plan, folder.Path, "migrate");
        var after = await ServerCommand.Run(plan, folder.Path, "check");
        after.Output.ShouldMatch("\nOK       dc2 database: PostgreSQL [0-9.]+");
        after.Output.ShouldContain("\nOK       dc2 schema: up to date\n");
        after.Output.ShouldContain("\nOK       dc2 timeouts: the role has all of them\n");
        after.Output.ShouldMatch("\nOK       dc2 connections: up to 20 \\(20 of each server\\); the database allows [0-9]+\n");
        after.Output.ShouldContain("\nwarning  mail: no mail server.");
        after.Output.ShouldNotContain("\e");
        after.ExitCode.ShouldBe(0);

        var crowded = await ServerCommand.Run(
            plan with
            {
                Settings = ["--Tokenhouse:Datacentres:dc2:Nodes", "1000"],
            },
            folder.Path,
            "check"
        );
        crowded.Output.ShouldMatch(
            "\nfailed   dc2 connections: The servers \\(Nodes: 1000\\) open up to 20 connections each, 20000 in total, but the database allows [0-9]+\\."
        );
        crowded.ExitCode.ShouldBe(1);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task No_command_prints_a_secret()
    {
        using var folder = new TempFolder();
        const string canary = "canary-7f3a";
        const string key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
        string[] settings =
        [
            "--Tokenhouse:MasterKey",
            key,
            "--Tokenhouse:Mail:From",
            "no-reply@example.com",
            "--Tokenhouse:Mail:Host",
            "127.0.0.1",
            "--Tokenhouse:Mail:Port",
            "1",
            "--Tokenhouse:Mail:UserName",
            "mailer",
            "--Tokenhouse:Mail:Password",
            canary,
        ];
        var plan = new TestServerOptions(Database.Postgres) { Databases = Nowhere, Settings = settings };
        foreach (
            var words in (string[][])
                [
                    ["check"],
                    ["migrate"],
                    ["backup", folder.Path],
                    ["operator", "invite", "a@example.com"],
                ]
        )
        {
            var printed = await ServerCommand.Run(plan, folder.Path, words);
            printed.ExitCode.ShouldBe(1);
            (printed.Output + printed.Errors).ShouldNotContain(canary);
            (printed.Output + printed.Errors).ShouldNotContain(key);
        }
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("backup")]
    [InlineData("restore", "--Tokenhouse:DataFolder", "a-folder")]
    [InlineData("migrate", "--force")]
    public async Task Wrong_usage_exits_with_2_and_shows_how_to_use_it(params string[] args)
    {
        var refused = await ServerCommand.Run(args);
        refused.ExitCode.ShouldBe(2);
        refused.Errors.ShouldNotBe("");
        refused.Output.ShouldContain("Usage:");
    }

    [Fact]
    public async Task Help_names_every_command()
    {
        var help = await ServerCommand.Run("--help");
        help.ExitCode.ShouldBe(0);
        foreach (var command in (string[])["migrate", "backup <FOLDER>", "restore <FILE>", "operator", "check", "check-tenants", "postman"])
            help.Output.ShouldContain($"\n  {command} ");
    }

    private static readonly Dictionary<string, string> Nowhere = new()
    {
        ["dc2"] = "Host=127.0.0.1;Port=1;Timeout=2;Username=tokenhouse;Password=canary-7f3a;Database=nowhere",
    };

    private static DbFactory Factory(TestServerOptions plan, TempFolder folder) =>
        plan.Databases.TryGetValue("dc2", out var connection)
            ? DbFactory.Postgres(connection, new(), TimeProvider.System)
            : DbFactory.Sqlite(Path.Combine(folder.Path, "dc2.db"), new(), TimeProvider.System);

    private static async Task<string> Setting(TestServerOptions plan, string name) =>
        (string)(await Sql(plan, $"SELECT current_setting('{name}')"))!;

    private static async Task<object?> Sql(TestServerOptions plan, string sql)
    {
        await using var connection = new NpgsqlConnection(plan.Databases["dc2"] + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }
}

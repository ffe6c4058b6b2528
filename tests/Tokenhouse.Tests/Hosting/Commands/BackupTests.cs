using System.Runtime.Versioning;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hosting.Commands;

/// <summary>A backup is good if its tokens can be refreshed after it was restored elsewhere.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class BackupTests
{
    private const string Key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private const string OtherKey = "HxwdHhsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA=";

    [Fact]
    public Task A_refresh_token_works_after_its_SQLite_backup_was_restored_elsewhere() => Restored(Database.Sqlite);

    [Fact]
    [OuterTier]
    public Task A_refresh_token_works_after_its_PostgreSQL_backup_was_restored_elsewhere() => Restored(Database.Postgres);

    [Theory, OnEachDatabase]
    [Trait("Category", "Security")]
    public async Task Only_its_own_account_can_read_a_backup_and_no_master_key_is_in_it(Database database)
    {
        using var folder = new TempFolder();
        var plan = Plan(database, folder);
        await using var server = await TestServer.Start(plan);
        var backup = await Backup(plan, folder);
        File.GetUnixFileMode(backup.File).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        backup.Printed.ShouldContain("The master key isn't in the backup. It is in the setting Tokenhouse:MasterKey.");
        backup.Printed.ShouldNotContain(Key);
        (await File.ReadAllTextAsync(backup.File)).ShouldNotContain(Key);
    }

    [Theory, OnEachDatabase]
    public async Task Without_its_master_key_a_database_serves_again_once_what_was_sealed_is_deleted(Database database)
    {
        using var folder = new TempFolder();
        var plan = Plan(database, folder);
        await using (var server = await TestServer.Start(plan))
        {
            await using var db = server.Db("dc3");
            await db.DataProtectionKeys.ExecuteDeleteAsync(); // as the guide says, and while it is stopped
            await db.SigningKeys.ExecuteDeleteAsync();
        }
        await using var again = await TestServer.Start(plan with { Settings = ["--Tokenhouse:MasterKey", OtherKey] });
        (await again.Token(BrowserSession.Dc3, "globex-live", "globex-live-demo-secret")).Status.ShouldBe(200);
        var tokens = await new Integrator(again).Tokens(new BrowserSession(again));
        (await new Integrator(again).Refresh(Refresh(tokens))).Status.ShouldBe(200);
    }

    private static async Task Restored(Database database)
    {
        using TempFolder here = new();
        using TempFolder there = new();
        var (plan, clock) = (Plan(database, here), new FakeClock());
        string token;
        (string File, string Printed) backup;
        await using (var server = await TestServer.Start(plan with { Clock = clock }))
        {
            token = Refresh(await new Integrator(server).Tokens(new BrowserSession(server)));
            backup = await Backup(plan, here); // while it runs
            (await new Integrator(server).Refresh(token)).Status.ShouldBe(200); // what comes later isn't in it
            var busy = await ServerCommand.Run(plan, Data(here), "restore", backup.File, "--replace");
            busy.ExitCode.ShouldBe(1);
            busy.Errors.ShouldContain("Nothing was changed. Stop it");
        }

        var other = Plan(database, there);
        var wrong = await ServerCommand.Run(
            other with
            {
                Settings = ["--Tokenhouse:MasterKey", OtherKey],
            },
            Data(there),
            "restore",
            backup.File
        );
        wrong.ExitCode.ShouldBe(1);
        wrong.Errors.ShouldMatch("was sealed with the master key [0-9a-f]{8}, but this one is [0-9a-f]{8}. Nothing was changed.");

        var restored = await ServerCommand.Run(other, Data(there), "restore", backup.File);
        restored.Errors.ShouldBe("");
        restored.Output.ShouldStartWith(
            $"dc3: restored {backup.File}. The master key in the setting Tokenhouse:MasterKey fits.\nNext, run the command migrate"
        );
        restored.ExitCode.ShouldBe(0);
        await using (var again = await TestServer.Start(other with { Clock = clock, IsMigrated = false }))
            (await new Integrator(again).Refresh(token)).Status.ShouldBe(200);

        var twice = await ServerCommand.Run(other, Data(there), "restore", backup.File);
        twice.ExitCode.ShouldBe(1);
        twice.Errors.ShouldStartWith("The database of dc3 isn't empty. Nothing was changed.");
        await Eventually.True(async () =>
        {
            // The stopped server was in this process, whose pools keep connections.
            SqliteConnection.ClearAllPools();
            NpgsqlConnection.ClearAllPools();
            return (await ServerCommand.Run(other, Data(there), "restore", backup.File, "--replace")).ExitCode == 0;
        });
        await using (var replaced = await TestServer.Start(other with { Clock = clock, IsMigrated = false }))
            (await new Integrator(replaced).Refresh(token)).Status.ShouldBe(200); // once more, as if it had never been spent
    }

    private static TestServerOptions Plan(Database database, TempFolder folder) =>
        new(database)
        {
            Run = ["dc3"],
            Folder = folder.Path,
            Settings = ["--Tokenhouse:MasterKey", Key],
        };

    private static string Data(TempFolder folder) => Path.Combine(folder.Path, "data");

    private static async Task<(string File, string Printed)> Backup(TestServerOptions plan, TempFolder folder)
    {
        var made = await ServerCommand.Run(plan, Data(folder), "backup", Path.Combine(folder.Path, "backups"));
        made.Errors.ShouldBe("");
        made.ExitCode.ShouldBe(0);
        return (System.IO.Directory.EnumerateFiles(Path.Combine(folder.Path, "backups")).ShouldHaveSingleItem(), made.Output);
    }

    private static string Refresh(Answer answer) => answer.Json.GetProperty("refresh_token").GetString()!;
}

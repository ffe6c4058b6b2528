using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Tokenhouse.Server.Data;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Data;

/// <summary>A database of an earlier release, with rows, is brought to this one; and the earlier release can go on writing meanwhile.</summary>
public sealed class UpgradeTests
{
    private const string Tenant = """INSERT INTO "Tenants" ("Id", "Slug", "Name", "Dialects") VALUES (7, 'old', 'Old', {0})""";

    private const string Client = """
        INSERT INTO "Clients" ("Environment", "Id", "TenantId", "Kind", "Name", "Scopes", "CreatedAt")
        VALUES ('LIVE', {0}, 7, 'Web', 'Old', {1}, 0)
        """;

    [Theory, OnEachDatabase]
    public async Task Rows_of_the_first_release_survive_and_it_can_still_write(Database database)
    {
        using var folder = new TempFolder();
        await using var db = Open(database, folder);
        var migrator = db.GetService<IMigrator>();
        var first = db.Database.GetMigrations().First();
        first.ShouldEndWith("_Initial");
        await migrator.MigrateAsync(first);
        object list = database is Database.Postgres ? Array.Empty<string>() : "[]";
        await db.Database.ExecuteSqlRawAsync(Tenant, list);
        await db.Database.ExecuteSqlRawAsync(Client, "before", list);

        await migrator.MigrateAsync();
        await db.Database.ExecuteSqlRawAsync(Client, "after", list); // as the earlier release does, which knows no new column

        var clients = await db.Clients.IgnoreQueryFilters().OrderBy(client => client.Id).ToListAsync();
        clients.Select(client => client.Id).ShouldBe(["after", "before"]);
        clients.ShouldAllBe(client => client.RedirectUris.Count == 0 && !client.RequiresPkce && client.RefreshGrace == null);
        (await db.Tenants.SingleAsync()).PrefersJwt.ShouldBeFalse();
        (await db.Database.GetPendingMigrationsAsync()).ShouldBeEmpty();
    }

    private static Db Open(Database database, TempFolder folder) =>
        (
            database is Database.Postgres
                ? DbFactory.Postgres(Postgres.NewDatabase(), new(), TimeProvider.System)
                : DbFactory.Sqlite(Path.Combine(folder.Path, "old.db"), new(), TimeProvider.System)
        ).CreateDbContext();
}

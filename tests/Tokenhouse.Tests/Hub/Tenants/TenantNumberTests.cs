using Tokenhouse.Core;
using Tokenhouse.Server.Hosting.Commands;
using Tokenhouse.Server.Hosting.Options;
using Tokenhouse.Tests.Hub.Api;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Tenants;

/// <summary>Numbers and slugs of tenants, where there are several datacentres: drawn from ranges, checked when named, and checked afterwards.</summary>
[Collection<ApiServers>]
public sealed class TenantNumberTests(TestServers servers)
{
    private const string Dc3Numbers = "--Tokenhouse:Datacentres:dc3:TenantNumbers:";

    private static readonly TestServerOptions TwoDatacentres = new(Database.Sqlite) { Run = ["dc2", "dc3"] };

    [Fact]
    public async Task Numbers_are_drawn_from_the_datacentres_own_range_until_all_are_used()
    {
        await using var server = await TestServer.Start(
            TwoDatacentres with
            {
                Settings = [Dc3Numbers + "First", "300000", Dc3Numbers + "Last", "300003"],
            }
        );
        await server.Change(db => Add(db, 300_001, "named-before"));
        await using (var db = server.Db("dc2"))
        {
            await Add(db, 300_002, "named-elsewhere"); // before ranges were configured, say
            await db.SaveChangesAsync();
        }
        (await Created(server, "one")).ShouldBe(300_000);
        (await Created(server, "two")).ShouldBe(300_003); // what others have is passed over
        var full = await Create(server, new { Name = "Three", Slug = "three" });
        full.Status.ShouldBe(409);
        full.Json.GetProperty("detail")
            .GetString()
            .ShouldBe(
                "All numbers in this datacentre's range are used. Choose a number, or ask the server's administrator to extend TenantNumbers."
            );
        var named = await Create(
            server,
            new
            {
                Name = "Three",
                Slug = "three",
                Id = 7_001,
            }
        );
        named.Status.ShouldBe(201);
    }

    [Theory]
    [InlineData(218, "three", "id", "A tenant at dc2 already has the number 218.")]
    [InlineData(200_005, "three", "id", "The number 200005 is in the range of dc2. Choose one from 300000 to 399999, or leave it empty.")]
    [InlineData(500_005, "three", "id", "The number 500005 is in the range of dc5. Choose one from 300000 to 399999, or leave it empty.")]
    [InlineData(451, "three", "id", "Another tenant already has the number 451.")]
    [InlineData(7_001, "acme", "slug", "A tenant at dc2 already has the slug acme.")]
    [InlineData(1, "three", "id", "Another tenant already has the number 1.")]
    public async Task What_another_datacentre_has_or_draws_is_refused_beside_the_field(long id, string slug, string field, string sentence)
    {
        var server = await servers.On(Database.Sqlite);
        var answer = await Create(
            server,
            new
            {
                Name = "Three",
                Slug = slug,
                Id = id,
            }
        );
        answer.Status.ShouldBe(422);
        answer.Json.GetProperty("fields").GetProperty(field).GetString().ShouldBe(sentence);
    }

    [Theory, OnEachDatabase]
    public async Task The_command_prints_what_two_tenants_have_in_common(Database database)
    {
        var plan = new TestServerOptions(database) { Run = ["dc2", "dc3"] };
        await using var server = await TestServer.Start(plan);
        string[] settings =
        [
            "--environment",
            "Development",
            "--Tokenhouse:DataFolder",
            server.DataFolder,
            .. plan.Databases.SelectMany(named => (string[])[$"--Tokenhouse:Datacentres:{named.Key}:Postgres", named.Value]),
        ];
        foreach (var unused in (string[])["dc4", "dc5"]) // whose servers run elsewhere
            await (
                plan.Databases.TryGetValue(unused, out var connection)
                    ? EmptyDatabases.CopyTo(connection)
                    : EmptyDatabases.Copy(Path.Combine(server.DataFolder, unused + ".db"))
            );
        (await Check(settings)).ShouldBe((0, "3 tenants in dc2, dc3, dc4, dc5: no two have the same number or slug.\n"));

        await server.Change(async db =>
        {
            await Add(db, 218, "umbra");
            await Add(db, 219, "acme");
        });
        (await Check(settings)).ShouldBe(
            (
                1,
                """
                The number 218 is used more than once: acme at dc2, umbra at dc3.
                The slug acme is used more than once: 218 at dc2, 219 at dc3.

                """
            )
        );
    }

    [Fact]
    public async Task The_command_says_which_database_it_cannot_read()
    {
        using var folder = new TempFolder();
        (
            await Should.ThrowAsync<StartRefusedException>(() =>
                CheckTenantsCommand.Run(["--environment", "Development", "--Tokenhouse:DataFolder", folder.Path], TextWriter.Null)
            )
        ).Message.ShouldBe($"The database of dc2 is missing: {Path.Combine(folder.Path, "dc2.db")}. Check Tokenhouse:Datacentres:dc2.");
        System.IO.Directory.EnumerateFiles(folder.Path, "*.db").ShouldBeEmpty();
    }

    private static async Task<(int, string)> Check(string[] settings)
    {
        using var output = new StringWriter { NewLine = "\n" };
        return (await CheckTenantsCommand.Run(settings, output), output.ToString());
    }

    private static async Task<long> Created(TestServer server, string slug)
    {
        var answer = await Create(server, new { Name = slug, Slug = slug });
        answer.Status.ShouldBe(201);
        return answer.Json.GetProperty("id").GetInt64();
    }

    private static async Task<Answer> Create(TestServer server, object tenant) =>
        await server.Call(await server.HubToken(Datacentre.Vendor, "hub.tenants.write"), HttpMethod.Post, "/tenants", tenant);

    private static async Task Add(Tokenhouse.Server.Data.Db db, long id, string slug) =>
        await db.Tenants.AddAsync(
            new()
            {
                Id = id,
                Slug = slug,
                Name = slug,
                Dialects = ["Connect"],
            }
        );
}

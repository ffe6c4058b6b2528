using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Npgsql;
using Tokenhouse.Server.Clients;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Data;

/// <summary>A database and the key ring in it as an earlier release left them. The first lines of Data/Earlier/*.sql say how they were made.</summary>
public sealed class EarlierDatabaseTests
{
    private const string MasterKey = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    [Theory, OnEachDatabase]
    [Trait("Category", "Security")]
    public async Task Its_tokens_are_believed_its_keys_sign_and_what_it_sealed_is_read(Database database)
    {
        using var folder = new TempFolder();
        await using var server = await TestServer.Start(await Earlier(database, folder));
        var old = await Token(database);

        var answer = await server.Post(TestServer.Dc2 + "/connect/introspect", [("token", old)], "acme-live");
        answer.Json.GetProperty("active").GetBoolean().ShouldBeTrue();
        answer.Json.GetProperty("client_id").GetString().ShouldBe("acme-live");
        (await Signer(server)).ShouldBe(new JsonWebToken(old).Kid);

        await using var db = server.Db();
        var secret = await db.Secrets.IgnoreQueryFilters().SingleAsync(secret => secret.ClientId == "12345678");
        server.Services().GetRequiredService<AppKeys>().Open(secret)!.Reveal().ShouldBe("An0ldAppKey0f32LettersAndDigits0");
    }

    [Theory, OnEachDatabase]
    public async Task A_key_added_to_its_ring_joins_those_that_are_there(Database database)
    {
        using var folder = new TempFolder();
        var plan = await Earlier(database, folder);
        IReadOnlyList<Guid> keys;
        await using (var server = await TestServer.Start(plan))
        {
            var ring = server.Services().GetRequiredService<IKeyManager>();
            keys = [.. ring.GetAllKeys().Select(key => key.KeyId)];
            keys.ShouldNotBeEmpty();
            var now = TimeProvider.System.GetUtcNow(); // as Data Protection does
            keys = [.. keys, ring.CreateNewKey(now, now.AddDays(90)).KeyId];
        }

        await using var again = await TestServer.Start(plan);
        var all = again.Services().GetRequiredService<IKeyManager>().GetAllKeys();
        all.Select(key => key.KeyId).ShouldBe(keys, ignoreOrder: true);
        all.ShouldAllBe(key => key.CreateEncryptor() != null); // the master key opens each
        (await Signer(again)).ShouldBe(new JsonWebToken(await Token(database)).Kid);
    }

    private static async Task<string> Signer(TestServer server) =>
        new JsonWebToken(
            (await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret")).Json.GetProperty("access_token").GetString()
        ).Kid;

    private static async Task<TestServerOptions> Earlier(Database database, TempFolder folder)
    {
        var plan = new TestServerOptions(database)
        {
            Folder = folder.Path,
            IsMigrated = false,
            Settings = ["--Tokenhouse:MasterKey", MasterKey],
        };
        var sql = await Read(database, "sql");
        if (database is Database.Postgres)
            await FillPostgres(plan.Databases["dc2"], sql);
        else
            await FillFile(Path.Combine(System.IO.Directory.CreateDirectory(Path.Combine(folder.Path, "data")).FullName, "dc2.db"), sql);
        return plan;
    }

    private static async Task FillFile(string file, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task FillPostgres(string database, string sql)
    {
        var name = new NpgsqlConnectionStringBuilder(database).Database;
        await Run(new NpgsqlConnectionStringBuilder(database) { Database = "postgres" }.ToString(), $"CREATE DATABASE \"{name}\"");
        await Run(database, sql);

        static async Task Run(string connectionString, string sql)
        {
            await using var source = NpgsqlDataSource.Create(connectionString);
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }
    }

    private static async Task<string> Token(Database database) => (await Read(database, "jwt")).TrimEnd();

    private static Task<string> Read(Database database, string kind) =>
        File.ReadAllTextAsync(
            Path.Combine(SourceTree.Root, "tests", "Tokenhouse.Tests", "Data", "Earlier", $"{database}.{kind}".ToLowerInvariant())
        );
}

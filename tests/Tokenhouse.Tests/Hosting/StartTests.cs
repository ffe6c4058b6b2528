using System.Runtime.Versioning;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Hosting;
using Tokenhouse.Server.Hosting.Options;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hosting;

/// <summary>A wrong configuration stops the start with a sentence that says what to write; a right one starts again and again.</summary>
public sealed class StartTests
{
    private const string Key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private const string OtherKey = "HxwdHhsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA=";

    private static readonly string[] Production =
    [
        "--environment",
        "Production",
        "--Tokenhouse:BaseUrl",
        "https://example.com",
        "--Tokenhouse:Datacentres:dc2:Region",
        "AUS",
    ];

    [Theory]
    [InlineData(
        "Tokenhouse:BaseUrl is missing. Set it to the scheme and domain that all hosts share, such as https://example.com.",
        "--Tokenhouse:BaseUrl",
        ""
    )]
    [InlineData(
        "Tokenhouse:BaseUrl is example.com, which isn't an absolute URL. Set a URL such as https://example.com.",
        "--Tokenhouse:BaseUrl",
        "example.com"
    )]
    [InlineData(
        "Tokenhouse:BaseUrl is https://example.com/auth, but it must end after the domain and port. Set https://example.com.",
        "--Tokenhouse:BaseUrl",
        "https://example.com/auth"
    )]
    [InlineData(
        "Tokenhouse:BaseUrl is http://example.com/, but tokens must not be sent unencrypted. Use https, or http on localhost only.",
        "--Tokenhouse:BaseUrl",
        "http://example.com"
    )]
    [InlineData(
        "Tokenhouse:Activity:RefusalsKept is 00:30:00. Set a number of days from 1 to 3650, such as 90.",
        "--Tokenhouse:Activity:RefusalsKept",
        "00:30:00"
    )]
    [InlineData(
        "Tokenhouse:Activity:UsagesKept is 36500.00:00:00. Set a number of days from 1 to 3650, such as 400.",
        "--Tokenhouse:Activity:UsagesKept",
        "36500"
    )]
    [InlineData(
        "The master key is missing. Set Tokenhouse__MasterKey or Tokenhouse__MasterKeyFile. Create one with `openssl rand -base64 32`, keep it outside the database, and never lose it: the databases can't be used without it."
    )]
    [InlineData(
        "The master key isn't 32 bytes in base64. Create one with `openssl rand -base64 32`, keep it outside the database, and never lose it: the databases can't be used without it.",
        "--Tokenhouse:MasterKey",
        "secret"
    )]
    [InlineData(
        "Can't read the master key file /nowhere: Could not find file '/nowhere'. Create one with `openssl rand -base64 32`, keep it outside the database, and never lose it: the databases can't be used without it.",
        "--Tokenhouse:MasterKeyFile",
        "/nowhere"
    )]
    [InlineData(
        "More than one site has the alias SSO.example. A host name can belong to only one site.",
        "--Tokenhouse:Datacentres:dc2:Sites:UAT:Aliases:0",
        "sso.example",
        "--Tokenhouse:Datacentres:dc2:Sites:LIVE:Aliases:0",
        "SSO.example"
    )]
    [InlineData(
        "Tokenhouse:BaseUrl is https://10.1.2.3/, but host names need a domain, not an IP address. Set a domain, such as localhost.",
        "--Tokenhouse:BaseUrl",
        "https://10.1.2.3"
    )]
    [InlineData(
        "Tokenhouse:MasterKey and Tokenhouse:MasterKeyFile are both set. Set only one of them.",
        "--Tokenhouse:MasterKey",
        Key,
        "--Tokenhouse:MasterKeyFile",
        "/nowhere"
    )]
    [InlineData("Tokenhouse:Demo is set, but the demo has published secrets. It runs only in Development.", "--Tokenhouse:Demo", "true")]
    [InlineData(
        "Tokenhouse:Proxies contains everyone, which isn't a network. Write a network such as 10.0.0.0/8, or 10.1.2.3/32 for one address.",
        "--Tokenhouse:Proxies:0",
        "everyone"
    )]
    [InlineData(
        "Tokenhouse:WaitForDatabase is -00:00:01. Set a time of at most a day, such as 00:01:00.",
        "--Tokenhouse:WaitForDatabase",
        "-00:00:01"
    )]
    [InlineData(
        "Tokenhouse:Datacentres:dc2:Nodes is 0. Set how many processes share the database, such as 3.",
        "--Tokenhouse:Datacentres:dc2:Nodes",
        "0"
    )]
    [InlineData(
        "Tokenhouse:Datacentres:dc2 has PostgresDirect without Postgres. Set Postgres too, or only Postgres if there is no pooler.",
        "--Tokenhouse:Datacentres:dc2:PostgresDirect",
        "Host=db"
    )]
    [InlineData("Tokenhouse:Run contains dc7, which isn't in Tokenhouse:Datacentres. Choose from dc2.", "--Tokenhouse:Run:0", "dc7")]
    [InlineData(
        "Tokenhouse:Datacentres:DC_9: a datacentre's name is part of its host names. Use up to 20 lowercase letters and digits, such as dc2.",
        "--Tokenhouse:Datacentres:dc2:TenantNumbers:First",
        "200000",
        "--Tokenhouse:Datacentres:dc2:TenantNumbers:Last",
        "299999",
        "--Tokenhouse:Datacentres:DC_9:TenantNumbers:First",
        "900000",
        "--Tokenhouse:Datacentres:DC_9:TenantNumbers:Last",
        "999999"
    )]
    [InlineData(
        "Tokenhouse:Datacentres:dc3:TenantNumbers is missing. If there are several datacentres, each numbers its new tenants from its own range. Set First and Last, such as 200000 and 299999.",
        "--Tokenhouse:Datacentres:dc2:TenantNumbers:First",
        "200000",
        "--Tokenhouse:Datacentres:dc2:TenantNumbers:Last",
        "299999",
        "--Tokenhouse:Datacentres:dc3:Region",
        "UK"
    )]
    [InlineData(
        "Tokenhouse:Datacentres: the TenantNumbers of dc2 (200000 to 299999) and of dc3 (299999 to 399999) overlap. Give each datacentre its own range.",
        "--Tokenhouse:Datacentres:dc3:TenantNumbers:First",
        "299999",
        "--Tokenhouse:Datacentres:dc3:TenantNumbers:Last",
        "399999",
        "--Tokenhouse:Datacentres:dc2:TenantNumbers:First",
        "200000",
        "--Tokenhouse:Datacentres:dc2:TenantNumbers:Last",
        "299999"
    )]
    [InlineData(
        "Tokenhouse:Datacentres:dc2:TenantNumbers is 1 to 299999. Set First to at least 2 and Last to at most 999999999999999, such as 200000 and 299999.",
        "--Tokenhouse:Datacentres:dc2:TenantNumbers:First",
        "1",
        "--Tokenhouse:Datacentres:dc2:TenantNumbers:Last",
        "299999"
    )]
    [InlineData(
        "Tokenhouse:Datacentres:dc2:TenantNumbers is 200000 to 0. Set First to at least 2 and Last to at most 999999999999999, such as 200000 and 299999.",
        "--Tokenhouse:Datacentres:dc2:TenantNumbers:First",
        "200000"
    )]
    [InlineData(
        "Tokenhouse:Datacentres:dc2 has both Sqlite and Postgres. Set only one of them.",
        "--Tokenhouse:Datacentres:dc2:Sqlite",
        "a.db",
        "--Tokenhouse:Datacentres:dc2:Postgres",
        "Host=x"
    )]
    [InlineData(
        "Tokenhouse:Datacentres:dc2:Sites:LIVE:AccessTokenAlgorithm is HS256. Set ES256 or RS256.",
        "--Tokenhouse:Datacentres:dc2:Sites:LIVE:AccessTokenAlgorithm",
        "HS256"
    )]
    [InlineData(
        "Tokenhouse:Datacentres:dc2:Sites:UAT:Aliases contains https://x, which isn't a host name. Write only the name, without scheme and port.",
        "--Tokenhouse:Datacentres:dc2:Sites:UAT:Aliases:0",
        "https://x"
    )]
    public void A_wrong_setting_stops_the_start_with_a_sentence(string sentence, params string[] settings)
    {
        using var folder = new TempFolder();
        Should
            .Throw<StartRefusedException>(() => Installation.Build([.. Production, "--Tokenhouse:DataFolder", folder.Path, .. settings]))
            .Message.ShouldBe(sentence);
    }

    [Fact]
    public void Without_a_datacentre_there_is_no_start() =>
        Should
            .Throw<StartRefusedException>(() =>
                Installation.Build(["--environment", "Production", "--Tokenhouse:BaseUrl", "https://example.com"])
            )
            .Message.ShouldBe("Tokenhouse:Datacentres is empty. Add at least one, such as Tokenhouse:Datacentres:dc2:Region = AUS.");

    [Fact]
    public void A_misspelled_setting_stops_the_start_and_is_named() =>
        Should
            .Throw<StartRefusedException>(() => Installation.Build([.. Production, "--Tokenhouse:MasterKee", Key]))
            .Message.ShouldContain("MasterKee");

    [Fact]
    public void All_faults_are_told_at_once()
    {
        string[] settings = ["--Tokenhouse:Proxies:0", "x", "--Tokenhouse:Run:0", "y"];
        var message = Should.Throw<StartRefusedException>(() => Installation.Build([.. Production, .. settings])).Message;
        message.Split(System.Environment.NewLine).Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://127.0.0.1:0;http://0.0.0.0:0")]
    [Trait("Category", "Security")]
    public async Task The_demonstration_listens_on_loopback_only(string urls)
    {
        using var folder = new TempFolder();
        await using var installation = Installation.Build([
            "--environment",
            "Development",
            "--urls",
            urls,
            "--Tokenhouse:DataFolder",
            folder.Path,
        ]);
        (await Should.ThrowAsync<StartRefusedException>(() => installation.Start())).Message.ShouldStartWith(
            "The demo has published secrets, so it runs only on loopback, not on http://"
        );
        System.IO.Directory.EnumerateFiles(folder.Path, "*.db").ShouldBeEmpty();
    }

    [Theory, OnEachDatabase]
    [Trait("Category", "Security")]
    public async Task A_database_that_holds_the_demonstration_is_not_served_in_Production(Database database)
    {
        using var folder = new TempFolder();
        var plan = new TestServerOptions(database) { Folder = folder.Path };
        await (await TestServer.Start(plan)).DisposeAsync();
        string[] settings =
        [
            "--environment",
            "Production",
            "--Tokenhouse:Demo",
            "false",
            "--Tokenhouse:BaseUrl",
            "https://example.com",
            "--Tokenhouse:Datacentres:dc2:Region",
            "AUS",
            "--Tokenhouse:MasterKeyFile",
            Path.Combine(folder.Path, "data", "master.key"),
        ];
        (await Should.ThrowAsync<StartRefusedException>(() => TestServer.Start(plan with { Settings = settings }))).Message.ShouldBe(
            "The database of dc2 contains the demo with its published secrets. The demo runs only in Development. Use an empty database."
        );
    }

    [Theory, OnEachDatabase]
    public async Task A_production_start_has_the_vendor_the_Hub_and_keys_and_nothing_else(Database database)
    {
        await using var server = await TestServer.Start(
            new TestServerOptions(database)
            {
                IsMigrated = false,
                Settings = [.. Production, "--Tokenhouse:Demo", "false", "--Tokenhouse:MasterKey", Key],
            }
        );
        await using var db = server.Db();
        (await db.Tenants.SingleAsync()).Slug.ShouldBe("vendor");
        (await db.Clients.IgnoreQueryFilters().SingleAsync()).Id.ShouldBe("hub");
        (await db.Accounts.AnyAsync()).ShouldBeFalse();
        (
            await server.Get(
                "https://login.dc2.example.com/.well-known/oauth-authorization-server".Replace("https", "http", StringComparison.Ordinal)
            )
        )
            .Json.GetProperty("issuer")
            .GetString()
            .ShouldBe("https://login.dc2.example.com");
        (await server.Get("http://login.dc2.example.com/.well-known/oauth-authorization-server")).Body.ShouldContain(
            "\"scopes_supported\":[\"openid\",\"profile\",\"email\",\"offline_access\",\"hub.allowlists.read\","
        );
        (await server.Get("http://localhost/")).Status.ShouldBe(421);
    }

    [Theory, OnEachDatabase]
    [Trait("Category", "Security")]
    public async Task Another_master_key_stops_the_start_and_changes_nothing(Database database)
    {
        using var folder = new TempFolder();
        var plan = new TestServerOptions(database) { Folder = folder.Path };
        await (await TestServer.Start(plan with { Settings = ["--Tokenhouse:MasterKey", Key] })).DisposeAsync();

        var refused = await Should.ThrowAsync<StartRefusedException>(() =>
            TestServer.Start(plan with { Settings = ["--Tokenhouse:MasterKey", OtherKey] })
        );
        refused.Message.ShouldStartWith("The database of dc2 was sealed with the master key ");

        await using var server = await TestServer.Start(plan with { Settings = ["--Tokenhouse:MasterKey", Key] });
        (await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret")).Status.ShouldBe(200);
    }

    [Theory, OnEachDatabase]
    public async Task A_second_start_keeps_what_was_changed_since_the_first(Database database)
    {
        using var folder = new TempFolder();
        var plan = new TestServerOptions(database) { Folder = folder.Path };
        await using (var server = await TestServer.Start(plan))
        {
            await server.Add("kept", ["Public.Job.Read"]);
            await using var db = server.Db();
            (await db.Clients.IgnoreQueryFilters().SingleAsync(client => client.Id == "acme-uat")).DisabledAt = server.Clock.GetUtcNow();
            await db.SaveChangesAsync();
        }
        await using var again = await TestServer.Start(plan);
        (await again.Token(TestServer.Dc2, "kept", "kept-secret")).Status.ShouldBe(200);
        (await again.Token("http://loginuat.dc2.localhost:5080", "acme-uat", "acme-uat-demo-secret")).Status.ShouldBe(401);
        (await again.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret")).Status.ShouldBe(200);
    }

    [Theory, OnEachDatabase]
    public async Task Servers_that_start_at_once_on_an_empty_database_agree_on_everything(Database database)
    {
        for (var round = 0; round < Iterations.Of(2, 20); round++)
        {
            using var folder = new TempFolder();
            var plan = new TestServerOptions(database)
            {
                IsMigrated = false,
                Clock = new(),
                Folder = folder.Path,
                Settings = ["--Tokenhouse:MasterKey", Key],
            };
            var houses = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => TestServer.Start(plan))));
            await using var db = houses[0].Db();
            (await db.SigningKeys.CountAsync()).ShouldBe(4);
            (await db.Tenants.CountAsync()).ShouldBe(2);
            (await db.Clients.IgnoreQueryFilters().CountAsync()).ShouldBe(12);

            var published = new HashSet<string>();
            foreach (var server in houses)
            {
                await server.HearOfChanges();
                published.Add((await server.Get(TestServer.Dc2 + "/.well-known/jwks.json")).Body);
                (await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret")).Status.ShouldBe(200);
            }
            published.Count.ShouldBe(1);
            foreach (var server in houses)
                await server.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("Can't listen: ", "--urls", "garbage")]
    [InlineData("Can't listen: ", "--urls", "https://127.0.0.1:0")]
    [InlineData("Can't create the data folder: ", "--Tokenhouse:DataFolder", "/dev/null/data")]
    [InlineData("Can't open the database of dc2: ", "--Tokenhouse:Datacentres:dc2:Sqlite", "/nowhere/dc2.db")]
    [InlineData("Can't open the database of dc2: ", "--Tokenhouse:Datacentres:dc2:Postgres", "nonsense")]
    [InlineData(
        "Can't open the database of dc2: ",
        "--Tokenhouse:Datacentres:dc2:Postgres",
        "Host=127.0.0.1;Port=1;Timeout=2",
        "--Tokenhouse:WaitForDatabase",
        "0"
    )]
    public async Task What_cannot_be_used_stops_the_start_with_a_sentence(string sentence, params string[] settings) =>
        (await Should.ThrowAsync<StartRefusedException>(() => TestServer.Start(Database.Sqlite, settings))).Message.ShouldStartWith(
            sentence
        );

    [Fact]
    public async Task A_start_that_is_refused_closes_what_it_had_opened()
    {
        using var folder = new TempFolder();
        var plan = new TestServerOptions(Database.Sqlite) { Folder = folder.Path, Run = ["dc2", "dc3", "dc4"] };
        string[] settings = ["--Tokenhouse:Datacentres:dc3:Sqlite", "/nowhere/dc3.db"];
        (await Should.ThrowAsync<StartRefusedException>(() => TestServer.Start(plan with { Settings = settings }))).Message.ShouldStartWith(
            "Can't open the database of dc3: "
        );
        await using var server = await TestServer.Start(plan);
        (await server.Token(TestServer.Dc2, "acme-live", "acme-live-demo-secret")).Status.ShouldBe(200);
    }

    [Fact]
    [Trait("Category", "Security")]
    [UnsupportedOSPlatform("windows")]
    public async Task Only_the_account_of_the_server_may_look_into_the_data_folder()
    {
        await using var server = await TestServer.Start(new TestServerOptions(Database.Sqlite) { IsMigrated = false });
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.GetUnixFileMode(server.DataFolder).ShouldBe(Owner | UnixFileMode.UserExecute);
        File.GetUnixFileMode(Path.Combine(server.DataFolder, "master.key")).ShouldBe(Owner);
    }

    [Fact]
    public async Task A_taken_port_stops_the_start_with_a_sentence()
    {
        await using var server = await TestServer.Start(Database.Sqlite);
        var refused = await Should.ThrowAsync<StartRefusedException>(() =>
            TestServer.Start(Database.Sqlite, "--urls", $"http://127.0.0.1:{server.Port}")
        );
        refused.Message.ShouldBe(
            $"Can't listen: Failed to bind to address http://127.0.0.1:{server.Port}: address already in use. Stop the program that listens there, or choose other addresses with --urls, and set the address that clients use with --Tokenhouse:BaseUrl."
        );
    }
}

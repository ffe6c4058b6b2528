using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hosting;

/// <summary>A start that has to wait: for the database, for the command <c>migrate</c>. Until it is open, every answer says "later", never "not here".</summary>
public sealed class WaitingStartTests
{
    [Theory, OnEachDatabase]
    [OuterTier]
    public async Task A_server_that_may_not_migrate_waits_for_the_command_and_then_opens(Database database)
    {
        using var folder = new TempFolder();
        var plan = new TestServerOptions(database);
        using var server = Process(plan, folder, out var port, "--Tokenhouse:MigrateAtStart", "false");
        await Eventually.True(() =>
            Task.FromResult(
                server.HasExited
                    || server.Output.Contains(
                        "Waiting until you run the command `migrate`. Until then, every request gets 503.",
                        StringComparison.Ordinal
                    )
            )
        );
        using var http = new HttpClient();
        (await Get(http, port, "localhost", "/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK); // it needn't be restarted
        foreach (var (host, path) in Requests)
        {
            using var answer = await Get(http, port, host, path);
            answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable, $"{host}{path}");
            if (!path.StartsWith("/health/", StringComparison.Ordinal))
                answer.Headers.RetryAfter.ShouldNotBeNull($"{host}{path}");
        }

        (await ServerCommand.Run(plan, folder.Path, "migrate")).ExitCode.ShouldBe(0);
        await Eventually.True(async () => (await Get(http, port, "localhost", "/health/ready")).StatusCode is HttpStatusCode.OK);
        (await Get(http, port, "login.dc2.localhost", "/.well-known/jwks.json")).StatusCode.ShouldBe(HttpStatusCode.OK);
        server.Terminate();
        (await server.ExitCode()).ShouldBe(0);
    }

    [Theory]
    [OuterTier]
    [InlineData("10", 0)]
    [InlineData("0", 1)]
    public async Task A_start_waits_for_a_database_that_is_away_as_long_as_configured(string minutes, int exitCode)
    {
        using var folder = new TempFolder();
        await using var cluster = new TcpRelay(Postgres.Socket());
        var plan = new TestServerOptions(Database.Postgres);
        var away = new NpgsqlConnectionStringBuilder(plan.Databases["dc2"])
        {
            Host = "127.0.0.1",
            Port = cluster.Port,
            Timeout = 5,
        };
        plan = plan with { Databases = new Dictionary<string, string> { ["dc2"] = away.ToString() } };
        using var server = Process(plan, folder, out var port, "--Tokenhouse:WaitForDatabase", $"00:{minutes}:00");
        if (exitCode == 0)
        {
            await Eventually.True(() =>
                Task.FromResult(server.HasExited || server.Output.Contains("can't be reached", StringComparison.Ordinal))
            );
            cluster.Open();
            using var http = new HttpClient();
            await Eventually.True(async () =>
                server.HasExited || (await Get(http, port, "localhost", "/health/ready")).StatusCode is HttpStatusCode.OK
            );
            server.Terminate();
        }
        (await server.ExitCode()).ShouldBe(exitCode, server.Errors);
        if (exitCode != 0)
            server.Errors.ShouldStartWith("Can't open the database of dc2: ");
    }

    [Fact]
    [OuterTier]
    public async Task A_server_that_starts_never_says_that_a_host_is_not_its_own()
    {
        using var folder = new TempFolder();
        var plan = new TestServerOptions(Database.Sqlite);
        using var server = Process(plan, folder, out var port);
        using var http = new HttpClient();
        var seen = new HashSet<HttpStatusCode>();
        await Eventually.True(async () =>
        {
            foreach (var host in (string[])["login.dc2.localhost", "hub.dc2.localhost"])
                try
                {
                    seen.Add((await Get(http, port, host, "/.well-known/jwks.json")).StatusCode);
                }
                catch (HttpRequestException)
                {
                    // it doesn't listen yet
                }
            return seen.Contains(HttpStatusCode.OK) || server.HasExited;
        });
        seen.ShouldNotContain(HttpStatusCode.MisdirectedRequest);
        seen.ShouldContain(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("5", 200, "")]
    [InlineData(
        "100000",
        200,
        "The database of dc2 may run out of connections: The servers (Nodes: 100000) open up to 20 connections each, 2000000 in total"
    )]
    public async Task A_start_says_if_the_nodes_together_need_more_connections_than_there_are(string nodes, int status, string logged)
    {
        using var logs = new CapturedLogs();
        await using var server = await TestServer.Start(
            new TestServerOptions(Database.Postgres)
            {
                Settings = ["--Tokenhouse:Datacentres:dc2:Nodes", nodes],
                Services = services => services.AddSingleton<ILoggerProvider>(logs),
            }
        );
        (await server.Get(TestServer.Dc2 + "/.well-known/jwks.json")).Status.ShouldBe(status);
        logs.Text.Contains("may run out of connections", StringComparison.Ordinal).ShouldBe(logged.Length > 0);
        logs.Text.ShouldContain(logged);
    }

    private static readonly (string Host, string Path)[] Requests =
    [
        ("localhost", "/health/ready"),
        ("localhost", "/health/writable"),
        ("login.dc2.localhost", "/connect/token"),
        ("login.dc2.localhost", "/.well-known/jwks.json"),
        ("acme.login.localhost", "/connect/token"),
        ("hub.dc2.localhost", "/"),
        ("somewhere.example", "/"),
    ];

    private static ServerProcess Process(TestServerOptions plan, TempFolder folder, out int port, params string[] settings)
    {
        port = ServerProcess.FreePort();
        return new([
            "--environment",
            "Development",
            "--Tokenhouse:BaseUrl",
            $"http://localhost:{port}",
            "--Tokenhouse:DataFolder",
            folder.Path,
            "--Tokenhouse:Run:0",
            "dc2",
            .. plan.Databases.SelectMany(named => (string[])[$"--Tokenhouse:Datacentres:{named.Key}:Postgres", named.Value]),
            .. settings,
        ]);
    }

    private static Task<HttpResponseMessage> Get(HttpClient http, int port, string host, string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}{path}");
        request.Headers.Host = host;
        return http.SendAsync(request);
    }
}

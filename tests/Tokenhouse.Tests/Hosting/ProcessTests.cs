using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hosting;

/// <summary>What a supervisor and the person before the terminal see.</summary>
[OuterTier]
public sealed class ProcessTests
{
    [Fact]
    public async Task A_refused_start_is_a_sentence_on_the_error_stream_and_exit_code_1()
    {
        using var server = new ServerProcess("--Tokenhouse:BaseUrl", "https://example.com", "--Tokenhouse:Datacentres:dc2:Region", "AUS");
        (await server.ExitCode()).ShouldBe(1);
        server.Errors.ShouldStartWith("The master key is missing. Set Tokenhouse__MasterKey or Tokenhouse__MasterKeyFile.");
        server.Errors.Trim().ShouldNotContain("\n");
        server.Output.ShouldBe("");
    }

    [Fact]
    public async Task In_Development_it_greets_with_the_demonstration_and_ends_with_0_when_told_to()
    {
        using var folder = new TempFolder();
        var port = ServerProcess.FreePort();
        using var server = new ServerProcess(
            "--environment",
            "Development",
            "--Tokenhouse:BaseUrl",
            $"http://localhost:{port}",
            "--Tokenhouse:DataFolder",
            folder.Path
        );
        await Eventually.True(() =>
            Task.FromResult(server.Output.Contains("Press Ctrl+C to stop the server.", StringComparison.Ordinal) || server.HasExited)
        );
        server.Output.ShouldContain($"http://login.dc2.localhost:{port}     acme (218)     acme-live       acme-live-demo-secret");
        server.Output.ShouldNotContain("warn:");

        // Both loopbacks, as curl and browsers resolve *.localhost.
        foreach (var loopback in (IPAddress[])[IPAddress.Loopback, IPAddress.IPv6Loopback])
        {
            using var client = new TcpClient(loopback.AddressFamily);
            await client.ConnectAsync(loopback, port);
        }

        server.Terminate();
        (await server.ExitCode()).ShouldBe(0);
        server.Errors.ShouldBe("");
        System.IO.Directory.EnumerateFiles(folder.Path, "*.db").Count().ShouldBe(4);
        System.IO.Directory.EnumerateFiles(folder.Path, "*-wal").ShouldBeEmpty(); // closed, not torn off
    }

    [Fact]
    public async Task A_signal_ends_a_start_that_has_to_wait()
    {
        using var folder = new TempFolder();
        await using var held = new FileStream(
            Path.Combine(folder.Path, "dc2.db.lock"),
            FileMode.Create,
            FileAccess.ReadWrite,
            FileShare.None
        );
        var port = ServerProcess.FreePort();
        using var server = new ServerProcess(
            "--environment",
            "Development",
            "--Tokenhouse:BaseUrl",
            $"http://localhost:{port}",
            "--Tokenhouse:DataFolder",
            folder.Path
        );
        using var http = new HttpClient();
        await Eventually.True(async () =>
            await Status(http, port, "live") == HttpStatusCode.OK && File.Exists(Path.Combine(folder.Path, "dc3.db"))
        );
        (await Status(http, port, "ready")).ShouldBe(HttpStatusCode.ServiceUnavailable);
        server.Terminate();
        (await server.ExitCode()).ShouldBe(0);
        server.Output.ShouldBe("");
        server.Errors.ShouldBe("");
    }

    [Fact]
    public async Task Outside_Development_every_line_is_JSON_but_the_one_that_names_the_first_operators_file()
    {
        using var folder = new TempFolder();
        var port = ServerProcess.FreePort();
        using var server = new ServerProcess(
            "--urls",
            $"http://127.0.0.1:{port}",
            "--Tokenhouse:BaseUrl",
            "https://example.com",
            "--Tokenhouse:Datacentres:dc2:Region",
            "AUS",
            "--Tokenhouse:DataFolder",
            folder.Path,
            "--Tokenhouse:MasterKey",
            "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
        );
        using var http = new HttpClient();
        await Eventually.True(async () => server.HasExited || await Status(http, port, "ready") == HttpStatusCode.OK);
        server.Terminate();
        (await server.ExitCode()).ShouldBe(0);
        var lines = server.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines
            .Where(line => !line.StartsWith('{'))
            .ShouldHaveSingleItem()
            .ShouldBe($"dc2: to create the first operator, open the link in {Path.Combine(folder.Path, "dc2.first-operator")}");
        lines.Length.ShouldBeGreaterThan(1);
        foreach (var line in lines.Where(line => line.StartsWith('{')))
            JsonDocument.Parse(line).RootElement.GetProperty("LogLevel").GetString().ShouldBe("Information");
    }

    private static async Task<HttpStatusCode?> Status(HttpClient http, int port, string what)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/health/{what}"));
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null; // it does not listen yet
        }
    }
}

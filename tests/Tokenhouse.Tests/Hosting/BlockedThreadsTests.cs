using System.Globalization;
using Microsoft.Data.Sqlite;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hosting;

/// <summary>Requests that wait for a database without asynchronous I/O block threads, and others don't wait for them.</summary>
[OuterTier]
public sealed class BlockedThreadsTests
{
    private const int Blocked = 60;

    [Fact]
    public async Task Machine_tokens_and_health_checks_are_answered_while_every_thread_waits_for_SQLite()
    {
        using var folder = new TempFolder();
        var port = ServerProcess.FreePort();
        using var server = new ServerProcess(
            "--environment",
            "Development",
            "--Tokenhouse:BaseUrl",
            $"http://localhost:{port}",
            "--Tokenhouse:DataFolder",
            folder.Path,
            "--Tokenhouse:Run:0",
            "dc2",
            "--Tokenhouse:Database:Timeout",
            "00:00:10" // the pool alone adds fewer threads in it than are blocked
        );
        using var http = new HttpClient
        {
            BaseAddress = new(string.Create(CultureInfo.InvariantCulture, $"http://login.dc2.localhost:{port}")),
        };
        await Eventually.True(async () => server.HasExited || await IsReady(http));
        var tokens = await Task.WhenAll(Enumerable.Range(0, Blocked).Select(_ => Token(http)));

        await using var database = new SqliteConnection($"Data Source={Path.Combine(folder.Path, "dc2.db")};Pooling=False");
        await database.OpenAsync();
        await using (var writer = database.BeginTransaction())
        {
            var revocations = tokens.Select(token => Revoke(http, token)).ToList();
            for (var i = 0; i < 20; i++)
            {
                await Token(http);
                (await http.GetAsync(new Uri("/health/live", UriKind.Relative))).EnsureSuccessStatusCode();
                (await http.GetAsync(new Uri("/health/ready", UriKind.Relative))).EnsureSuccessStatusCode();
            }
            revocations.ShouldAllBe(revocation => !revocation.IsCompleted); // else they were answered only afterwards
            await writer.RollbackAsync();
            foreach (var status in await Task.WhenAll(revocations))
                status.ShouldBe(200);
        }
        server.Terminate();
        (await server.ExitCode()).ShouldBe(0);
    }

    private static async Task<bool> IsReady(HttpClient http)
    {
        try
        {
            return (await http.GetAsync(new Uri("/health/ready", UriKind.Relative))).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<string> Token(HttpClient http)
    {
        using var form = new FormUrlEncodedContent([
            new("grant_type", "client_credentials"),
            new("client_id", "acme-live"),
            new("client_secret", "acme-live-demo-secret"),
        ]);
        using var response = await http.PostAsync(new Uri("/connect/token", UriKind.Relative), form);
        return (await Answer.From(response)).Json.GetProperty("access_token").GetString()!;
    }

    private static async Task<int> Revoke(HttpClient http, string token)
    {
        using var form = new FormUrlEncodedContent([
            new("token", token),
            new("client_id", "acme-live"),
            new("client_secret", "acme-live-demo-secret"),
        ]);
        using var response = await http.PostAsync(new Uri("/connect/revoke", UriKind.Relative), form);
        return (int)response.StatusCode;
    }
}

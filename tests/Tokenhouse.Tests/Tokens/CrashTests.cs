using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Tokens;

/// <summary>A server that dies in the middle of a refresh, and a client that does what the guide says: it repeats the request.</summary>
[OuterTier]
public sealed class CrashTests : IDisposable
{
    private static readonly TimeSpan LastMoment = TimeSpan.FromMilliseconds(25);

    private readonly TempFolder folder = new();
    private readonly int port = ServerProcess.FreePort();
    private readonly HttpClient http;
    private ServerProcess? server;
    private string? postgres;

    public CrashTests() =>
        http = new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseProxy = false,
                ConnectCallback = async (_, cancellationToken) =>
                {
                    var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                    await socket.ConnectAsync("localhost", port, cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            }
        );

    private string Origin => $"http://login.dc3.localhost:{port}";

    [Theory, OnEachDatabase]
    [Trait("Category", "Security")]
    public async Task Killed_at_any_moment_a_server_neither_forks_a_family_nor_logs_the_integrator_out(Database database)
    {
        postgres = database is Database.Postgres ? Postgres.NewDatabase() : null;
        await Start();
        await Widen(TimeSpan.FromMinutes(2)); // a start on a busy machine must not decide this test
        var tokens = new string[5];
        for (var i = 0; i < tokens.Length; i++)
            tokens[i] = await FirstToken();

        for (var round = 0; round < Iterations.Of(18, 500); round++)
        {
            var doomed = round % 6 == 5 ? Doom(server!) : Task.CompletedTask;
            tokens[round % tokens.Length] = await Refresh(tokens[round % tokens.Length]);
            await doomed;
            if (server!.HasExited)
                await Start();
        }

        await using (var db = Open())
        {
            var families = await db.Families.IgnoreQueryFilters().AsNoTracking().ToListAsync();
            families.Count.ShouldBe(tokens.Length);
            families.ShouldAllBe(family => family.EndedAt == null);
            var branches = await db
                .RefreshTokens.IgnoreQueryFilters()
                .Where(token => token.SpentAt == null)
                .GroupBy(token => token.FamilyId)
                .Select(family => family.Count())
                .ToListAsync();
            branches.ShouldBe(Enumerable.Repeat(1, tokens.Length));
        }
        foreach (var token in tokens)
            await Refresh(token);
    }

    public void Dispose()
    {
        if (server is { HasExited: false })
            server.Kill();
        server?.Dispose();
        http.Dispose();
        folder.Dispose();
    }

    private async Task Start()
    {
        server?.Dispose();
        List<string> args =
        [
            "--environment",
            "Development",
            "--Tokenhouse:Run:0",
            "dc3",
            "--Tokenhouse:BaseUrl",
            $"http://localhost:{port}",
            "--Tokenhouse:DataFolder",
            folder.Path,
        ];
        if (postgres is not null)
            args.AddRange(["--Tokenhouse:Datacentres:dc3:Postgres", postgres]);
        server = new([.. args]);
        await Eventually.True(async () => server.HasExited ? throw new InvalidOperationException(server.Errors) : await IsReady());
    }

    private async Task<bool> IsReady()
    {
        try
        {
            using var answer = await http.GetAsync(new Uri($"{Origin}/health/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // it does not listen yet
        }
    }

    private static async Task Doom(ServerProcess victim)
    {
        await Task.Delay(TimeSpan.FromMicroseconds(RandomNumberGenerator.GetInt32((int)LastMoment.TotalMicroseconds)));
        victim.Kill();
    }

    private async Task<string> FirstToken()
    {
        var session = new BrowserSession(http);
        await session.Authorize(BrowserSession.Link().Replace(":5080", $":{port}", StringComparison.Ordinal));
        using var answer = await Post([
            KeyValuePair.Create("grant_type", "authorization_code"),
            KeyValuePair.Create("code", session.Response["code"]),
            KeyValuePair.Create("redirect_uri", BrowserSession.Callback),
        ]);
        return await TokenOf(answer);
    }

    /// <summary>Asks until there is an answer, with the token that it has.</summary>
    private async Task<string> Refresh(string token)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using var answer = await Post([
                    KeyValuePair.Create("grant_type", "refresh_token"),
                    KeyValuePair.Create("refresh_token", token),
                ]);
                return await TokenOf(answer);
            }
            catch (HttpRequestException) when (Stopwatch.GetElapsedTime(start) < TimeSpan.FromMinutes(1))
            {
                if (server!.HasExited)
                    await Start();
            }
        }
    }

    private async Task<HttpResponseMessage> Post(IEnumerable<KeyValuePair<string, string>> form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Origin + "/connect/token")
        {
            Content = new FormUrlEncodedContent(form),
        };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("nordia-erp:nordia-erp-demo-secret")));
        return await http.SendAsync(request);
    }

    private static async Task<string> TokenOf(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(body);
        return JsonDocument.Parse(body).RootElement.GetProperty("refresh_token").GetString()!;
    }

    private async Task Widen(TimeSpan grace)
    {
        await using var db = Open();
        var client = await db.Clients.IgnoreQueryFilters().SingleAsync(known => known.Id == "nordia-erp");
        client.RefreshGrace = grace;
        await db.SaveChangesAsync();
        await Task.Delay(TimeSpan.FromSeconds(1)); // within which every server hears of a change
    }

    private Db Open() =>
        (
            postgres is null
                ? DbFactory.Sqlite(Path.Combine(folder.Path, "dc3.db"), new(), TimeProvider.System)
                : DbFactory.Postgres(postgres, new(), TimeProvider.System)
        ).CreateDbContext();
}

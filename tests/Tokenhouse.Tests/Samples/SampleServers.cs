using System.Collections.Concurrent;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Samples;

/// <summary>A house with the three datacentres of the sample APIs for each database, at addresses that other programs can reach.</summary>
public sealed class SampleServers : IAsyncLifetime
{
    private readonly ConcurrentDictionary<Database, Lazy<Task<TestServer>>> houses = new();

    public Task<TestServer> On(Database? database = null) =>
        houses
            .GetOrAdd(
                database ?? Databases.Default,
                key => new(() => TestServer.Start(new TestServerOptions(key) { Run = ["dc2", "dc3", "dc4"], ForBrowsers = true }))
            )
            .Value;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var server in houses.Values)
            await (await server.Value).DisposeAsync();
    }

    /// <summary>A sample as a process, from a folder that is not its own.</summary>
    public static ServerProcess Program(string name, int port, string authority) =>
        ServerProcess.Sample(
            name,
            "--contentRoot",
            Path.GetDirectoryName(ServerProcess.SampleProgram(name))!,
            "--Urls",
            $"http://127.0.0.1:{port}",
            "--Tokenhouse:Authorities:0",
            authority
        );

    /// <summary>Waits until the health check of a sample says that it follows the authorization server.</summary>
    public static Task Healthy(HttpClient sample) =>
        Eventually.True(async () =>
        {
            using var health = await sample.GetAsync(new Uri("/health", UriKind.Relative));
            return await health.Content.ReadAsStringAsync() == "Healthy";
        });

    /// <summary>Less than three seconds pass: the server hears of the change, then the API asks.</summary>
    public static async Task ThreeSecondsLater(TestServer server, string datacentre = "dc2")
    {
        await server.HearOfChanges(datacentre);
        server.Clock.Advance(TimeSpan.FromSeconds(2));
    }
}

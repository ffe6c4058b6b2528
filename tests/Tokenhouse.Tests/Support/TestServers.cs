using System.Collections.Concurrent;

namespace Tokenhouse.Tests.Support;

/// <summary>One server of two datacentres for each database, shared by the tests of a class or collection and started when the first of them asks.</summary>
public class TestServers : IAsyncLifetime
{
    protected virtual IReadOnlyList<string> Run => ["dc2", "dc3"];

    protected virtual IReadOnlyList<string> Settings => [];

    private readonly ConcurrentDictionary<Database, Lazy<Task<TestServer>>> houses = new();

    public Task<TestServer> On(Database? database = null) =>
        houses
            .GetOrAdd(
                database ?? Databases.Default,
                key => new(() => TestServer.Start(new TestServerOptions(key) { Run = Run, Settings = Settings }))
            )
            .Value;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var server in houses.Values)
            await (await server.Value).DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

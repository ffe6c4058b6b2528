using System.Collections.Concurrent;

namespace Tokenhouse.Tests.Support;

/// <summary>Two servers of one datacentre for each database, with one clock: shared by the tests of a class and started when the first of them asks.</summary>
public sealed class TwoTestServers : IAsyncDisposable
{
    private readonly TempFolder folder = new();
    private readonly ConcurrentDictionary<Database, Lazy<Task<(TestServer One, TestServer Other)>>> started = new();

    public Task<(TestServer One, TestServer Other)> On(Database? database = null) =>
        started.GetOrAdd(database ?? Databases.Default, key => new(() => Start(key))).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var pair in started.Values)
        {
            var (one, other) = await pair.Value;
            await other.DisposeAsync();
            await one.DisposeAsync();
        }
        folder.Dispose();
    }

    private async Task<(TestServer One, TestServer Other)> Start(Database database)
    {
        var plan = new TestServerOptions(database)
        {
            Run = ["dc3"],
            Clock = new(),
            Folder = Path.Combine(folder.Path, database.ToString()),
        };
        return (await TestServer.Start(plan), await TestServer.Start(plan));
    }
}

using System.Collections.Concurrent;

namespace Tokenhouse.Tests.Support;

/// <summary>A house of each database, with a person who keeps their browser open; shared by the tests of a class.</summary>
public sealed class BrowserSessions : IAsyncLifetime
{
    private readonly TestServers servers = new();
    private readonly ConcurrentDictionary<Database, BrowserSession> visitors = new();

    public async Task<BrowserSession> On(Database? database = null)
    {
        var server = await servers.On(database);
        return visitors.GetOrAdd(database ?? Databases.Default, _ => new(server));
    }

    public ValueTask InitializeAsync() => servers.InitializeAsync();

    public ValueTask DisposeAsync() => servers.DisposeAsync();
}

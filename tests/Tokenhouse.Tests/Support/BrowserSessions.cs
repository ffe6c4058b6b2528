using System.Collections.Concurrent;

namespace Tokenhouse.Tests.Support;

/// <summary>
/// For each database a person who keeps their browser open, shared by the tests of a class: on the servers of the class's collection, or on servers of its
/// own.
/// </summary>
public sealed class BrowserSessions : IAsyncDisposable
{
    private readonly TestServers own = new();
    private readonly ConcurrentDictionary<Database, BrowserSession> sessions = new();

    public async Task<BrowserSession> On(Database? database = null)
    {
        var shared = await TestContext.Current.GetFixture<TestServers>();
        var server = await (shared ?? own).On(database);
        return sessions.GetOrAdd(database ?? Databases.Default, _ => new(server));
    }

    public ValueTask DisposeAsync() => own.DisposeAsync();
}

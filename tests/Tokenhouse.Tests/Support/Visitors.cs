using System.Collections.Concurrent;

namespace Tokenhouse.Tests.Support;

/// <summary>A house of each database, with a person who keeps their browser open; shared by the tests of a class.</summary>
public sealed class Visitors : IAsyncLifetime
{
    private readonly Houses houses = new();
    private readonly ConcurrentDictionary<Database, Visitor> visitors = new();

    public async Task<Visitor> On(Database? database = null)
    {
        var house = await houses.On(database);
        return visitors.GetOrAdd(database ?? Databases.Default, _ => new(house));
    }

    public ValueTask InitializeAsync() => houses.InitializeAsync();

    public ValueTask DisposeAsync() => houses.DisposeAsync();
}

using System.Collections.Concurrent;

namespace Tokenhouse.Tests.Support;

/// <summary>One house of two datacentres for each database, shared by the tests of a class and started when the first of them asks.</summary>
public class Houses : IAsyncLifetime
{
    protected virtual IReadOnlyList<string> Run => ["dc2", "dc3"];

    protected virtual IReadOnlyList<string> Settings => [];

    private readonly ConcurrentDictionary<Database, Lazy<Task<House>>> houses = new();

    public Task<House> On(Database? database = null) =>
        houses
            .GetOrAdd(database ?? Databases.Default, key => new(() => House.Start(new HousePlan(key) { Run = Run, Settings = Settings })))
            .Value;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var house in houses.Values)
            await (await house.Value).DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

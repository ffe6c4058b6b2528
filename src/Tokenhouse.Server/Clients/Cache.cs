using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;

namespace Tokenhouse.Server.Clients;

/// <summary>
/// Caches values from the database until they are invalidated. Bounded. Keys that don't exist are remembered separately, so
/// that made-up keys never push out real ones. Concurrent readers of one key share one query. A result whose key was
/// invalidated during the query isn't cached. With a list of all keys, most made-up keys cost no query.
/// </summary>
/// <param name="name">The name in metrics.</param>
/// <param name="capacity">The maximum number of values.</param>
/// <param name="load">Reads one value; null if there is none.</param>
/// <param name="all">Lists the keys of all values. Report new ones with <see cref="Forget"/> or <see cref="ForgetAll"/>.</param>
public sealed class Cache<TKey, TValue>(string name, int capacity, Func<TKey, Task<TValue?>> load, Func<IAsyncEnumerable<TKey>>? all = null)
    : IDisposable
    where TKey : notnull
    where TValue : class
{
    private const int MostUnknown = 10_000;

    private static readonly MemoryCacheEntryOptions One = new() { Size = 1 };

    private readonly MemoryCache known = new(new MemoryCacheOptions { SizeLimit = capacity });
    private readonly MemoryCache unknown = new(new MemoryCacheOptions { SizeLimit = Math.Min(capacity, MostUnknown) });
    private readonly ConcurrentDictionary<TKey, Lazy<Task<TValue?>>> loading = new();
    private readonly Lock storing = new();
    private long forgotten;
    private KeyBloomFilter<TKey>? filter;
    private Task filling = Task.CompletedTask;

    /// <summary>The value, or null if there is none.</summary>
    public ValueTask<TValue?> Find(TKey key)
    {
        var inMemory = known.TryGetValue(key, out TValue? value) || unknown.TryGetValue(key, out _);
        DirectoryMetrics.Count(name, inMemory);
        return inMemory ? new(value) : new(Load(key));
    }

    public void Forget(TKey key)
    {
        lock (storing)
        {
            forgotten++;
            filter?.Add(key); // it may be new
            loading.TryRemove(key, out _);
            known.Remove(key);
            unknown.Remove(key);
        }
    }

    public void ForgetAll()
    {
        lock (storing)
        {
            forgotten++;
            filter = null;
            loading.Clear();
            known.Clear();
            unknown.Clear();
        }
    }

    public void Dispose()
    {
        known.Dispose();
        unknown.Dispose();
    }

    private async Task<TValue?> Load(TKey key)
    {
        if (all is not null && !await MayExist(key, all))
            return null;
        long before;
        Lazy<Task<TValue?>> shared;
        lock (storing) // otherwise callers could join a query that was just invalidated
        {
            before = forgotten;
            shared = loading.GetOrAdd(key, static (key, load) => new(() => load(key)), load);
        }
        try
        {
            var value = await shared.Value;
            lock (storing)
                if (forgotten == before)
                    (value is null ? unknown : known).Set(key, value ?? (object)"", One);
            return value;
        }
        finally
        {
            loading.TryRemove(KeyValuePair.Create(key, shared));
        }
    }

    private async ValueTask<bool> MayExist(TKey key, Func<IAsyncEnumerable<TKey>> all)
    {
        KeyBloomFilter<TKey> current;
        Task filled;
        lock (storing)
        {
            if (filter is null || filling.IsFaulted)
            {
                var fresh = filter = new();
                filling = Task.Run(() => Fill(fresh, all)); // from here on, Forget adds new keys
            }
            (current, filled) = (filter, filling);
        }
        await filled;
        return current.MayHold(key);
    }

    private static async Task Fill(KeyBloomFilter<TKey> filter, Func<IAsyncEnumerable<TKey>> all)
    {
        await foreach (var key in all())
            filter.Add(key);
    }
}

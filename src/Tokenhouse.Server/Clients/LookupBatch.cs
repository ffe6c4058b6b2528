namespace Tokenhouse.Server.Clients;

/// <summary>
/// Looks up keys with one query at a time, which includes all keys requested during the previous one. So a flood of made-up keys uses one
/// connection and few queries, and a single key doesn't wait.
/// </summary>
/// <param name="load">Reads the values of some keys; keys that don't exist are omitted.</param>
public sealed class LookupBatch<TKey, TValue>(Func<IReadOnlyList<TKey>, Task<IReadOnlyDictionary<TKey, TValue>>> load)
    where TKey : notnull
    where TValue : class
{
    /// <summary>The maximum number of keys in one query.</summary>
    public const int Most = 100;

    private readonly Lock queue = new();
    private readonly Queue<(TKey Key, TaskCompletionSource<TValue?> Answer)> waiting = new();
    private bool isLoading;

    /// <summary>The value, read after this call; null if there is none.</summary>
    public Task<TValue?> Find(TKey key)
    {
        var answer = new TaskCompletionSource<TValue?>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (queue)
        {
            waiting.Enqueue((key, answer));
            if (isLoading)
                return answer.Task;
            isLoading = true;
        }
        _ = Load();
        return answer.Task;
    }

    private async Task Load()
    {
        await Task.Yield(); // after the requests that are about to ask
        while (Take() is { Count: > 0 } taken)
        {
            try
            {
                var values = await load([.. taken.Select(waiter => waiter.Key).Distinct()]);
                foreach (var (key, answer) in taken)
                    answer.SetResult(values.GetValueOrDefault(key));
            }
            catch (Exception exception)
            {
                foreach (var (_, answer) in taken)
                    answer.SetException(exception); // for the waiting callers
            }
            await Task.Yield();
        }
    }

    private List<(TKey Key, TaskCompletionSource<TValue?> Answer)> Take()
    {
        var taken = new List<(TKey, TaskCompletionSource<TValue?>)>();
        lock (queue)
        {
            while (taken.Count < Most && waiting.TryDequeue(out var waiter))
                taken.Add(waiter);
            isLoading = taken.Count > 0;
        }
        return taken;
    }
}

namespace Tokenhouse.Server.Clients;

/// <summary>
/// Looks up keys with one query at a time, which takes all that asked while the one before was on its way. So a flood of made-up keys has one
/// connection and next to no queries of its own, and a single key does not wait.
/// </summary>
/// <param name="load">Reads the values of some keys; what does not exist is left out.</param>
public sealed class LookupBatch<TKey, TValue>(Func<IReadOnlyList<TKey>, Task<IReadOnlyDictionary<TKey, TValue>>> load)
    where TKey : notnull
    where TValue : class
{
    /// <summary>How many keys one query takes.</summary>
    public const int Most = 100;

    private readonly Lock queue = new();
    private readonly Queue<(TKey Key, TaskCompletionSource<TValue?> Answer)> waiting = new();
    private bool isLoading;

    /// <summary>The value, read after this was called; null when there is none.</summary>
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
        await Task.Yield(); // behind the requests that are about to ask
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
                    answer.SetException(exception); // for those who wait
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

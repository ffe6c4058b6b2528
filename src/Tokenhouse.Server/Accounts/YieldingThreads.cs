using System.Collections.Concurrent;

namespace Tokenhouse.Server.Accounts;

/// <summary>
/// Two threads that hash one password at a time, and let everything else run first. The first hashes while a processor has nothing else to do, so that
/// tokens do not wait for it. What it has not done within a second, since all processors are busy, the second one computes again with a share of its own.
/// </summary>
/// <param name="next">Waits for the next work, but not longer than is said; null when there is none.</param>
/// <param name="ended">When the server stops.</param>
internal sealed class YieldingThreads(Func<TimeSpan, HashingWork?> next, CancellationToken ended)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1); // of this machine, whatever clock the server goes by
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly BlockingCollection<HashingWork> begun = [];
    private volatile HashingWork? current;

    public IReadOnlyList<ThreadStart> All => [HashWhenIdle, StandIn];

    private void HashWhenIdle()
    {
        ThreadPriorities.RunWhenIdle();
        while (true)
        {
            if (next(Timeout.InfiniteTimeSpan) is not { } work)
                continue;
            current = work;
            begun.Add(work, ended);
            work.Do();
            current = null;
        }
    }

    private void StandIn()
    {
        ThreadPriorities.RunAfterOthers();
        foreach (var work in begun.GetConsumingEnumerable(ended))
        {
            if (Task.WaitAny([work.Finished], (int)Patience.TotalMilliseconds, ended) >= 0)
                continue;
            work.Do();
            while (current == work) // the first thread is not back yet: the others shall not wait for it either
                next(Pause)?.Do();
        }
    }
}

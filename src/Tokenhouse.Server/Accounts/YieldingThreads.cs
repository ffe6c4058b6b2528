using System.Collections.Concurrent;

namespace Tokenhouse.Server.Accounts;

/// <summary>
/// Two threads that hash passwords and let everything else run first. The first runs only while a processor is idle, so that tokens don't wait for it.
/// If it doesn't finish a password within a second because all processors are busy, the second thread computes it again at a low priority.
/// </summary>
/// <param name="next">Waits for the next work, for at most the given time. Null if there is none.</param>
/// <param name="ended">Cancelled when the server stops.</param>
internal sealed class YieldingThreads(Func<TimeSpan, HashingWork?> next, CancellationToken ended)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1); // real time, even if the server uses a fake clock
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly BlockingCollection<HashingWork> begun = [];
    private volatile HashingWork? current;

    public IReadOnlyList<ThreadStart> All => [HashWhenIdle, RunWhatWaitsTooLong];

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

    private void RunWhatWaitsTooLong()
    {
        ThreadPriorities.RunAfterOthers();
        foreach (var work in begun.GetConsumingEnumerable(ended))
        {
            if (Task.WaitAny([work.Finished], (int)Patience.TotalMilliseconds, ended) >= 0)
                continue;
            work.Do();
            while (current == work) // the first thread is still busy with it, so other work must not wait for that thread
                next(Pause)?.Do();
        }
    }
}

using Tokenhouse.Server.Data;

namespace Tokenhouse.Server.Hosting;

/// <summary>
/// A thread that watches over the process, so that it doesn't need the thread pool: it beats for the <see cref="FreezeDetector"/>, and gives the pool more
/// threads while all of them are blocked, such as by drivers that wait for a database without asynchronous I/O. Tokens from memory and health checks then don't
/// wait for them. More threads all the time would slow down every request.
/// </summary>
internal sealed class ProcessWatch : IDisposable
{
    /// <summary>How many threads are added at a time.</summary>
    private const int Step = 8;

    private const int MostThreads = 512;

    /// <summary>After so many beats without blocked threads the pool shrinks again.</summary>
    private const int CalmBeats = 300;

    private readonly FreezeDetector freezes;
    private readonly ManualResetEventSlim end = new();
    private readonly Thread thread;
    private readonly int usualThreads;
    private long completedBefore;
    private int calmBeats;

    private ProcessWatch(FreezeDetector freezes)
    {
        this.freezes = freezes;
        ThreadPool.GetMinThreads(out usualThreads, out _);
        thread = new(Run) { IsBackground = true, Name = "Process watch" };
    }

    /// <summary>Begins to watch, until it is disposed.</summary>
    public static ProcessWatch Start(FreezeDetector freezes)
    {
        var watch = new ProcessWatch(freezes);
        watch.thread.Start();
        return watch;
    }

    public void Dispose()
    {
        end.Set();
        thread.Join();
        end.Dispose();
    }

    private void Run()
    {
        do
        {
            freezes.Beat();
            Relieve();
        } while (!end.Wait(FreezeDetector.Interval));
    }

    /// <summary>Work waits, and none was completed since the last beat: every thread is blocked.</summary>
    private void Relieve()
    {
        var completed = ThreadPool.CompletedWorkItemCount;
        var isBlocked = ThreadPool.PendingWorkItemCount > 0 && completed == completedBefore;
        completedBefore = completed;
        calmBeats = isBlocked ? 0 : calmBeats + 1;
        if (isBlocked)
            SetMinThreads(Math.Min(ThreadPool.ThreadCount + Step, MostThreads));
        else if (calmBeats == CalmBeats)
            SetMinThreads(usualThreads);
    }

    private static void SetMinThreads(int workers)
    {
        ThreadPool.GetMinThreads(out _, out var completionPorts);
        ThreadPool.SetMinThreads(workers, completionPorts);
    }
}

using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;

namespace Tokenhouse.Server.Accounts;

/// <summary>
/// Hashes passwords on a few threads of its own, shared by all datacentres of the process, so that sign-ins never take the processors from
/// everything else. What cannot be hashed soon, and wrong passwords that come too fast from one network, are refused with
/// <see cref="ServerBusyException"/>.
/// </summary>
public sealed partial class HashingThreads : IDisposable
{
    /// <summary>How long an attempt waits for its turn.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private static readonly Meter Meter = new("Tokenhouse.Accounts");
    private static readonly Counter<long> Refused = Meter.CreateCounter<long>(
        "tokenhouse.passwords.refused",
        description: "Passwords that were not looked at because too many were waiting."
    );

    private readonly TimeProvider clock;
    private readonly Lock queues = new();
    private readonly Queue<Work> own = new(); // the server's own work, which strangers can't cause: it is never refused
    private readonly FairQueue<Work> known = new();
    private readonly FairQueue<Work> unknown = new();
    private readonly PasswordFailureLimiter failures;
    private readonly SemaphoreSlim added = new(0);
    private readonly CancellationTokenSource ended = new();
    private readonly List<Thread> threads;
    private bool knownIsNext = true;

    /// <param name="atOnce">How many passwords are hashed at the same time.</param>
    /// <param name="clock">For the longest wait and the pace of failures.</param>
    public HashingThreads(int atOnce, TimeProvider clock)
    {
        this.clock = clock;
        failures = new(clock);
        threads = [.. Enumerable.Range(0, atOnce).Select(_ => new Thread(Run) { IsBackground = true, Name = "password hashing" })];
        threads.ForEach(thread => thread.Start());
    }

    /// <summary>Half the processors, so that the other half is left for tokens.</summary>
    public static int Default => Math.Max(1, System.Environment.ProcessorCount / 2);

    /// <summary>How many wait for their turn.</summary>
    public int Waiting
    {
        get
        {
            lock (queues)
                return own.Count + known.Count + unknown.Count;
        }
    }

    /// <summary>Whether a guess would be taken now.</summary>
    /// <param name="origin">Who asks.</param>
    /// <param name="isKnown">Whether this account signed in from this network before: then it waits in a queue that strangers cannot fill.</param>
    public bool HasRoom(HashingOrigin origin, bool isKnown)
    {
        lock (queues)
            if ((isKnown || failures.HasRoom(origin.Network)) && Queue(isKnown).HasRoom(origin))
                return true;
        Refused.Add(1);
        return false;
    }

    /// <summary>
    /// Computes whether a password is right; a wrong one uses up a place of its network. Where the account signed in before, it isn't paced:
    /// <see cref="Throttling"/> bounds how often it may be wrong there.
    /// </summary>
    /// <exception cref="ServerBusyException">There was no room, or no turn in time.</exception>
    public async Task<T> Guess<T>(HashingOrigin origin, bool isKnown, Func<T> compute, Func<T, bool> isRight)
    {
        if (isKnown)
            return await Compute(origin, isKnown, compute);
        if (!failures.TryTake(origin.Network))
            throw Busy();
        var isWrong = false;
        try
        {
            var result = await Compute(origin, isKnown, compute);
            isWrong = !isRight(result);
            return result;
        }
        finally
        {
            if (!isWrong)
                failures.GiveBack(origin.Network);
        }
    }

    /// <summary>Waits for a turn and computes something on one of the threads.</summary>
    /// <exception cref="ServerBusyException">There was no room, or no turn in time.</exception>
    public async Task<T> Compute<T>(HashingOrigin origin, bool isKnown, Func<T> compute)
    {
        var work = new Work<T>(compute);
        if (!Add(origin, isKnown, work))
            throw Busy();
        try
        {
            return await work.Result.WaitAsync(origin == HashingOrigin.Server ? Timeout.InfiniteTimeSpan : LongestWait, clock);
        }
        catch (TimeoutException)
        {
            lock (queues)
                if (Queue(isKnown).Remove(work))
                    throw Busy();
            return await work.Result; // its turn came in the meantime
        }
    }

    public void Dispose()
    {
        ended.Cancel();
        threads.ForEach(thread => thread.Join());
        ended.Dispose();
        added.Dispose();
        failures.Dispose();
    }

    private bool Add(HashingOrigin origin, bool isKnown, Work work)
    {
        lock (queues)
        {
            if (origin == HashingOrigin.Server)
                own.Enqueue(work);
            else if (Queue(isKnown).TryAdd(origin, work, out var dropped))
                dropped?.Refuse(Busy());
            else
                return false;
        }
        added.Release();
        return true;
    }

    private void Run()
    {
        YieldToOthers();
        try
        {
            while (true)
            {
                added.Wait(ended.Token);
                if (Take() is { } work)
                    work.Do();
            }
        }
        catch (OperationCanceledException)
        {
            return; // the server stops
        }
    }

    /// <summary>The server's own work comes first; then both queues have every other turn. Null when what was added has been taken out again.</summary>
    private Work? Take()
    {
        lock (queues)
        {
            if (own.TryDequeue(out var first))
                return first;
            knownIsNext = !knownIsNext;
            return Queue(!knownIsNext).TryTake(out var work) || Queue(knownIsNext).TryTake(out work) ? work : null;
        }
    }

    private FairQueue<Work> Queue(bool isKnown) => isKnown ? known : unknown;

    private static ServerBusyException Busy()
    {
        Refused.Add(1);
        return new();
    }

    /// <summary>
    /// .NET has thread priorities on Windows only; Linux knows a niceness for each thread. With 10, other work runs first, and where that takes all
    /// processors, a tenth of one is left for sign-ins.
    /// </summary>
    private static void YieldToOthers()
    {
        const int ThisThread = 0,
            Niceness = 10;
        if (OperatingSystem.IsLinux())
            _ = SetPriority(ThisThread, 0, Niceness); // a refusal costs speed alone
        else
            Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
    }

    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, uint who, int priority);

    private abstract class Work
    {
        public abstract void Do();

        public abstract void Refuse(ServerBusyException busy);
    }

    private sealed class Work<T>(Func<T> compute) : Work
    {
        private readonly TaskCompletionSource<T> result = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<T> Result => result.Task;

        public override void Do()
        {
            try
            {
                result.SetResult(compute());
            }
            catch (Exception exception)
            {
                result.SetException(exception); // for the one who waits
            }
        }

        public override void Refuse(ServerBusyException busy) => result.SetException(busy);
    }
}

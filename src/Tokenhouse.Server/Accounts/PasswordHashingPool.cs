using System.Diagnostics.Metrics;
using Tokenhouse.Server.RateLimiting;

namespace Tokenhouse.Server.Accounts;

/// <summary>
/// Hashes passwords on a few dedicated threads, shared by all datacentres of the process, so that sign-ins never starve
/// everything else. Passwords that can't be hashed soon, and wrong passwords that come too fast from one network, are refused with
/// <see cref="ServerBusyException"/>.
/// </summary>
public sealed class PasswordHashingPool : IDisposable
{
    /// <summary>How long an attempt waits for its turn.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private static readonly Meter Meter = new("Tokenhouse.Accounts");
    private static readonly Counter<long> Refused = Meter.CreateCounter<long>(
        "tokenhouse.passwords.refused",
        description: "Passwords that weren't checked because too many were waiting."
    );

    private readonly TimeProvider clock;
    private readonly Lock queues = new();
    private readonly Queue<HashingWork> own = new(); // the server's own work, which strangers can't cause: it is never refused
    private readonly FairQueue<HashingWork> known = new();
    private readonly FairQueue<HashingWork> unknown = new();
    private readonly PasswordFailureLimiter failures;
    private readonly SemaphoreSlim added = new(0);
    private readonly CancellationTokenSource ended = new();
    private readonly List<Thread> threads;
    private bool knownIsNext = true;

    /// <param name="atOnce">How many passwords are hashed at the same time.</param>
    /// <param name="yields">Whether everything else comes first.</param>
    /// <param name="clock">For the longest wait and the pace of failures.</param>
    public PasswordHashingPool(int atOnce, bool yields, TimeProvider clock)
    {
        this.clock = clock;
        failures = new(clock);
        threads =
        [
            .. Enumerable
                .Range(0, atOnce)
                .SelectMany(_ => yields ? new YieldingThreads(Next, ended.Token).All : [Hash])
                .Select(run => new Thread(() => UntilEnded(run)) { IsBackground = true, Name = "password hashing" }),
        ];
        threads.ForEach(thread => thread.Start());
    }

    /// <summary>Half the processors, so that the other half is left for tokens.</summary>
    public static int Default => Math.Max(1, System.Environment.ProcessorCount / 2);

    /// <summary>How many are waiting.</summary>
    public int Waiting
    {
        get
        {
            lock (queues)
                return own.Count + known.Count + unknown.Count;
        }
    }

    /// <summary>Whether an attempt would be accepted now.</summary>
    /// <param name="origin">The origin of the attempt.</param>
    /// <param name="isKnown">Whether this account has signed in from this network before. Then it waits in a queue that strangers can't fill.</param>
    public bool HasRoom(HashingOrigin origin, bool isKnown)
    {
        if (IsLimited(origin, isKnown))
            return false;
        lock (queues)
            if (Queue(isKnown).HasRoom(origin))
                return true;
        Refused.Add(1);
        return false;
    }

    /// <summary>Whether the network sends wrong passwords too fast. It doesn't matter to an account that signed in from there before.</summary>
    public bool IsLimited(HashingOrigin origin, bool isKnown)
    {
        if (isKnown || failures.HasRoom(origin.Network))
            return false;
        Refused.Add(1);
        return true;
    }

    /// <summary>
    /// Checks a password; a wrong one uses up a slot of its network. If the account has signed in there before, it isn't paced:
    /// <see cref="AttemptThrottle"/> bounds how often it can be wrong there.
    /// </summary>
    /// <exception cref="ServerBusyException">The queue was full, or its turn didn't come in time.</exception>
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
    /// <exception cref="ServerBusyException">The queue was full, or its turn didn't come in time.</exception>
    public async Task<T> Compute<T>(HashingOrigin origin, bool isKnown, Func<T> compute)
    {
        var work = new HashingWork<T>(compute);
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

    private bool Add(HashingOrigin origin, bool isKnown, HashingWork work)
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

    private void Hash()
    {
        while (true)
            Next(Timeout.InfiniteTimeSpan)?.Do();
    }

    private static void UntilEnded(ThreadStart run)
    {
        try
        {
            run();
        }
        catch (OperationCanceledException)
        {
            return; // the server stops
        }
    }

    private HashingWork? Next(TimeSpan longest) => added.Wait(longest, ended.Token) ? Take() : null;

    /// <summary>The server's own work comes first; then the queues alternate. Null if the added item has been removed again.</summary>
    private HashingWork? Take()
    {
        lock (queues)
        {
            if (own.TryDequeue(out var first))
                return first;
            knownIsNext = !knownIsNext;
            return Queue(!knownIsNext).TryTake(out var work) || Queue(knownIsNext).TryTake(out work) ? work : null;
        }
    }

    private FairQueue<HashingWork> Queue(bool isKnown) => isKnown ? known : unknown;

    private static ServerBusyException Busy()
    {
        Refused.Add(1);
        return new();
    }
}

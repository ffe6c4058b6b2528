namespace Tokenhouse.Server.Data;

/// <summary>
/// Notices that this process stood still, such as in a paused virtual machine. What it remembers is then old, and the requests that waited for it belong to
/// callers who may have retried elsewhere. It compares the steady clock and the time of day, because a paused machine may stop the first.
/// </summary>
public sealed class FreezeDetector(TimeProvider clock)
{
    /// <summary>How often <see cref="Beat"/> must be called.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>A longer time without a beat is a freeze. A busy machine doesn't keep a thread waiting for as long.</summary>
    public static readonly TimeSpan Threshold = TimeSpan.FromSeconds(1);

    /// <summary>How long after a freeze requests may still arrive that waited in the operating system's queues.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(500);

    private readonly Lock gate = new();
    private Moment beat = Moment.Of(clock);
    private long? thawedAt;

    /// <summary>The process's clock.</summary>
    public TimeProvider Clock => clock;

    /// <summary>The steady clock, for <see cref="Since"/> and <see cref="HasFrozenSince"/>.</summary>
    public long Now => clock.GetTimestamp();

    /// <summary>Whether it stood still within the last <see cref="Settling"/>. Requests that were sent before may still arrive.</summary>
    public bool IsSettling
    {
        get
        {
            Notice();
            lock (gate)
                return thawedAt is { } at && Since(at) < Settling;
        }
    }

    /// <summary>The time since <paramref name="timestamp"/>.</summary>
    public TimeSpan Since(long timestamp) => clock.GetElapsedTime(timestamp);

    /// <summary>Whether it stood still at that time or later.</summary>
    public bool HasFrozenSince(long timestamp)
    {
        Notice();
        lock (gate)
            return thawedAt >= timestamp;
    }

    /// <summary>Says that the process is running.</summary>
    public void Beat()
    {
        lock (gate)
        {
            Notice();
            beat = Moment.Of(clock);
        }
    }

    private void Notice()
    {
        lock (gate)
        {
            if (beat.Elapsed(clock) <= Threshold)
                return;
            beat = Moment.Of(clock);
            thawedAt = beat.Timestamp;
        }
    }

    private sealed record Moment(long Timestamp, DateTimeOffset Time)
    {
        public static Moment Of(TimeProvider clock) => new(clock.GetTimestamp(), clock.GetUtcNow());

        public TimeSpan Elapsed(TimeProvider clock)
        {
            var (steady, time) = (clock.GetElapsedTime(Timestamp), clock.GetUtcNow() - Time);
            return steady > time ? steady : time;
        }
    }
}

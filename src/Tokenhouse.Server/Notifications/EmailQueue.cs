using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Tokenhouse.Server.Data;

namespace Tokenhouse.Server.Notifications;

/// <summary>
/// Emails waiting to be sent, in memory and bounded. Security notices have a separate queue and go first, so that nothing else displaces them. One tenant
/// can only use a share of the queue. Dropped emails are counted, logged and shown to operators.
/// </summary>
public sealed partial class EmailQueue(TenantBounds bounds, TimeProvider clock, ILogger<EmailQueue> log)
{
    /// <summary>The maximum number of waiting security notices, and of other emails.</summary>
    public const int Capacity = 1000;

    private static readonly TimeSpan LogPause = TimeSpan.FromMinutes(1);
    private static readonly Meter Meter = new("Tokenhouse.Mail");
    private static readonly Counter<long> Dropped = Meter.CreateCounter<long>(
        "tokenhouse.mails.dropped",
        "{mail}",
        "Emails dropped because the queue was full."
    );

    private readonly Lock gate = new();
    private readonly Channel<bool> signals = Channel.CreateUnbounded<bool>(new() { SingleReader = true });
    private readonly Queue<Entry> notices = new();
    private readonly Queue<Entry> others = new();
    private readonly Dictionary<long, int> ofTenants = [];
    private DateTimeOffset loggedAt;

    /// <summary>The emails dropped since this server started.</summary>
    public Loss Lost { get; private set; } = new(0, 0, null);

    /// <summary>Adds a security notice to an account holder.</summary>
    public void AddNotice(Func<Task<EmailMessage?>> write) => Add(notices, new(write, Tenant: null), isNotice: true);

    /// <summary>Adds another email, with the tenant that caused it, if any.</summary>
    public void Add(Func<Task<EmailMessage?>> write, long? tenant = null) => Add(others, new(write, tenant), isNotice: false);

    /// <summary>Accepts no more. Waiting emails are still returned.</summary>
    public void Close() => signals.Writer.TryComplete();

    /// <summary>The next email to send; null if the queue is closed and empty.</summary>
    public async Task<Func<Task<EmailMessage?>>?> Next()
    {
        if (!await signals.Reader.WaitToReadAsync() || !signals.Reader.TryRead(out _))
            return null;
        lock (gate)
        {
            var next = notices.Count > 0 ? notices.Dequeue() : others.Dequeue();
            if (next.Tenant is { } tenant && --ofTenants[tenant] == 0)
                ofTenants.Remove(tenant);
            return next.Write;
        }
    }

    private void Add(Queue<Entry> queue, Entry entry, bool isNotice)
    {
        lock (gate)
        {
            var waiting = entry.Tenant is { } its ? ofTenants.GetValueOrDefault(its) : 0;
            if (queue.Count < Capacity && waiting < bounds.Mails && signals.Writer.TryWrite(true))
            {
                queue.Enqueue(entry);
                if (entry.Tenant is { } tenant)
                    ofTenants[tenant] = waiting + 1;
                return;
            }
            Drop(isNotice);
        }
    }

    private void Drop(bool isNotice)
    {
        var now = clock.GetUtcNow();
        Dropped.Add(1, new KeyValuePair<string, object?>("kind", isNotice ? "notice" : "other"));
        Lost = new(Lost.Notices + (isNotice ? 1 : 0), Lost.Others + (isNotice ? 0 : 1), now);
        if (now - loggedAt < LogPause)
            return;
        loggedAt = now;
        NotSent(log, Lost.Notices, Lost.Others);
    }

    private sealed record Entry(Func<Task<EmailMessage?>> Write, long? Tenant);

    /// <summary>Emails dropped because the queue was full.</summary>
    /// <param name="Notices">The number of security notices.</param>
    /// <param name="Others">The number of other emails.</param>
    /// <param name="LastAt">When the last one was dropped.</param>
    public sealed record Loss(long Notices, long Others, DateTimeOffset? LastAt);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Too many emails are waiting: since the start, {Notices} security notices and {Others} other emails weren't sent. Check the mail server."
    )]
    private static partial void NotSent(ILogger log, long notices, long others);
}

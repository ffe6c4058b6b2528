using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Mail;

namespace Tokenhouse.Server.Accounts;

/// <summary>
/// Mails that wait to be sent, in memory and bounded. Security notices wait apart and go first, so that nothing else displaces one; of one tenant's
/// mails only a share waits. What finds no place is counted, logged and shown to the operators.
/// </summary>
public sealed partial class MailQueue(TenantBounds bounds, TimeProvider clock, ILogger<MailQueue> log)
{
    /// <summary>How many security notices wait at most, and how many other mails.</summary>
    public const int Capacity = 1000;

    private static readonly TimeSpan LogPause = TimeSpan.FromMinutes(1);
    private static readonly Meter Meter = new("Tokenhouse.Mail");
    private static readonly Counter<long> Dropped = Meter.CreateCounter<long>(
        "tokenhouse.mails.dropped",
        "{mail}",
        "Mails that found no place in the queue."
    );

    private readonly Lock gate = new();
    private readonly Channel<bool> signals = Channel.CreateUnbounded<bool>(new() { SingleReader = true });
    private readonly Queue<Entry> notices = new();
    private readonly Queue<Entry> others = new();
    private readonly Dictionary<long, int> ofTenants = [];
    private DateTimeOffset loggedAt;

    /// <summary>What found no place since the start of this server.</summary>
    public Loss Lost { get; private set; } = new(0, 0, null);

    /// <summary>A mail that tells an account holder that their sign-in changed.</summary>
    public void AddNotice(Func<Task<Letter?>> write) => Add(notices, new(write, Tenant: null), isNotice: true);

    /// <summary>Another one, of the tenant that causes it, if any does.</summary>
    public void Add(Func<Task<Letter?>> write, long? tenant = null) => Add(others, new(write, tenant), isNotice: false);

    /// <summary>Takes no more; what waits is still handed out.</summary>
    public void Close() => signals.Writer.TryComplete();

    /// <summary>The next to be sent; null: the queue was closed and is empty.</summary>
    public async Task<Func<Task<Letter?>>?> Next()
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

    private sealed record Entry(Func<Task<Letter?>> Write, long? Tenant);

    /// <summary>Mails that were not sent because too many waited.</summary>
    /// <param name="Notices">Security notices among them.</param>
    /// <param name="Others">All others.</param>
    /// <param name="LastAt">When the last one was lost.</param>
    public sealed record Loss(long Notices, long Others, DateTimeOffset? LastAt);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Too many mails wait: {Notices} security notices and {Others} other mails were not sent since the start. Check the mail server."
    )]
    private static partial void NotSent(ILogger log, long notices, long others);
}

using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Tokenhouse.Protocol;

namespace Tokenhouse.Server.Activity;

/// <summary>
/// Takes note of every answer without making it wait: events go through a bounded queue to <see cref="EventWriter"/>. When the
/// queue is full the event is dropped and counted; a token is never refused because its event could not be kept.
/// </summary>
public sealed class EventLog
{
    private const int Capacity = 65_536;

    private static readonly Meter Meter = new("Tokenhouse.Activity");
    private static readonly Counter<long> Requests = Meter.CreateCounter<long>("tokenhouse.requests", description: "Answers by outcome.");
    private static readonly UpDownCounter<long> Depth = Meter.CreateUpDownCounter<long>("tokenhouse.events.queued");
    private static readonly Counter<long> Dropped = Meter.CreateCounter<long>("tokenhouse.events.dropped");

    private readonly TimeProvider clock;
    private readonly Channel<TokenEvent> queue;

    public EventLog(TimeProvider clock)
    {
        this.clock = clock;
        queue = Channel.CreateBounded<TokenEvent>(
            new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait }
        );
    }

    /// <summary>Notes an answer: whom it concerned, and the exact reason of a refusal.</summary>
    public void Record(HttpContext http, Site site, Dialect dialect, Result<TokenResponse> outcome)
    {
        outcome.Ok(out var response, out var refusal);
        Record(http, site, dialect, response?.Caller ?? refusal?.Caller, refusal);
    }

    /// <summary>Notes a refusal of an endpoint that issues nothing.</summary>
    public void Refuse(HttpContext http, Site site, Dialect dialect, OAuthError refusal) =>
        Record(http, site, dialect, refusal.Caller, refusal);

    /// <summary>Notes what happened elsewhere.</summary>
    public void Record(TokenEvent happened)
    {
        if (queue.Writer.TryWrite(happened))
            Depth.Add(1);
        else
            Dropped.Add(1);
    }

    internal bool TryTake(out TokenEvent taken)
    {
        if (!queue.Reader.TryRead(out taken))
            return false;
        Depth.Add(-1);
        return true;
    }

    private void Record(HttpContext http, Site site, Dialect dialect, Caller? caller, OAuthError? refusal)
    {
        var cause = refusal is null ? null : RefusalCause.Of(refusal);
        Record(new(clock.GetUtcNow(), site, dialect.Name, caller, cause, http.Connection.RemoteIpAddress, http.TraceIdentifier));

        if (Requests.Enabled)
            Requests.Add(
                1,
                new("outcome", refusal?.Code ?? "issued"),
                new("dialect", dialect.Name),
                new("datacentre", site.Datacentre.Name),
                new("environment", site.Environment.ToString()),
                new("tenant", caller?.TenantId)
            );
    }
}

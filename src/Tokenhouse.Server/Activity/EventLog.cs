using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Microsoft.AspNetCore.Identity;
using Tokenhouse.Core;

namespace Tokenhouse.Server.Activity;

/// <summary>
/// Takes note of every answer without making it wait: events go through a bounded queue to <see cref="EventWriter"/>. When the
/// queue is full the event is dropped and counted; a token is never refused because its event could not be kept.
/// </summary>
public sealed class EventLog
{
    private const int Capacity = 65_536;

    private static readonly UpperInvariantLookupNormalizer AsStored = new();
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

    /// <summary>Notes the answer of a token endpoint: whom it concerned, and the exact reason of a refusal.</summary>
    public void Record(HttpContext http, Site site, Dialect dialect, Result<TokenResponse, OAuthError> outcome)
    {
        if (outcome.Ok(out var response, out var refusal))
            Count(Event(http, site, dialect.Name, response.Caller) with { Operation = Attempts.Token });
        else
            Refuse(http, site, dialect, Operation.Token, refusal);
    }

    /// <summary>Notes a refusal.</summary>
    /// <param name="http">The request.</param>
    /// <param name="site">Where it came to.</param>
    /// <param name="dialect">What it spoke.</param>
    /// <param name="operation">What was attempted; null for nothing that a dialect has an endpoint for.</param>
    /// <param name="refusal">Why not.</param>
    /// <param name="api">The API that asked about the token.</param>
    public void Refuse(HttpContext http, Site site, Dialect dialect, Operation? operation, OAuthError refusal, string? api = null) =>
        Count(
            Event(http, site, dialect.Name, refusal.Caller) with
            {
                Operation = operation is { } attempted ? Attempts.Of(attempted) : "",
                // What an API asks about came from elsewhere: that the API proved itself says nothing about who brought the token.
                Refusal = RefusalCause.Of(refusal, isProved: api is null && refusal.Caller is { SecretId: not null }) with
                {
                    Api = api,
                },
            }
        );

    /// <summary>Notes that somebody could not sign in.</summary>
    /// <param name="http">The request.</param>
    /// <param name="site">Where it came to.</param>
    /// <param name="email">The mail address as it was typed; null when none was.</param>
    /// <param name="reason">Why not.</param>
    public void RefuseSignIn(HttpContext http, Site site, string? email, Reason reason) =>
        Count(
            Event(http, site, dialect: "", caller: null) with
            {
                Operation = Attempts.SignIn,
                // What no database can be asked for is nobody's.
                SignIn = email?.Contains('\0', StringComparison.Ordinal) is false ? AsStored.NormalizeEmail(email) : null,
                Refusal = RefusalCause.OfSignIn(reason),
            }
        );

    /// <summary>Notes that an API of this server refused a call, as other APIs report theirs.</summary>
    public void RefuseCall(HttpContext http, Site site, Caller caller, RefusalCause cause) =>
        Count(Event(http, site, dialect: "", caller) with { Operation = Attempts.Api, Refusal = cause });

    /// <summary>Notes that somebody signed in.</summary>
    /// <param name="http">The request.</param>
    /// <param name="site">Where it came to.</param>
    /// <param name="email">The mail address of the account.</param>
    public void SignedIn(HttpContext http, Site site, string email) =>
        Count(Event(http, site, dialect: "", caller: null) with { Operation = Attempts.SignIn, SignIn = AsStored.NormalizeEmail(email) });

    /// <summary>Notes what happened elsewhere.</summary>
    public void Record(TokenEvent happened)
    {
        if (queue.Writer.TryWrite(happened))
            Depth.Add(1);
        else
            Lose(1);
    }

    /// <summary>Counts events that could not be kept.</summary>
    internal static void Lose(long events) => Dropped.Add(events);

    internal bool TryTake(out TokenEvent taken)
    {
        if (!queue.Reader.TryRead(out taken))
            return false;
        Depth.Add(-1);
        return true;
    }

    private TokenEvent Event(HttpContext http, Site site, string dialect, Caller? caller) =>
        new(clock.GetUtcNow(), site, dialect, caller, Refusal: null, http.Connection.RemoteIpAddress, http.TraceIdentifier);

    private void Count(TokenEvent happened)
    {
        Record(happened);
        if (Requests.Enabled)
            Requests.Add(
                1,
                new("outcome", happened.Refusal?.Code ?? (happened.SignIn is null ? "issued" : "signed_in")),
                new("dialect", happened.Dialect),
                new("datacentre", happened.Site.Datacentre.Name),
                new("environment", happened.Site.Environment.ToString()),
                new("tenant", happened.Caller?.TenantId)
            );
    }
}

using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Microsoft.AspNetCore.Identity;
using Tokenhouse.Core;

namespace Tokenhouse.Server.EventLog;

/// <summary>
/// Records every response without delaying it: events go through a bounded queue to <see cref="EventWriter"/>. If the
/// queue is full, the event is dropped and counted; a token is never refused because its event couldn't be recorded.
/// </summary>
public sealed class EventRecorder
{
    private const int Capacity = 65_536;

    private static readonly UpperInvariantLookupNormalizer AsStored = new();
    private static readonly Meter Meter = new("Tokenhouse.Activity");
    private static readonly Counter<long> Requests = Meter.CreateCounter<long>("tokenhouse.requests", description: "Responses by outcome.");
    private static readonly UpDownCounter<long> Depth = Meter.CreateUpDownCounter<long>("tokenhouse.events.queued");
    private static readonly Counter<long> Dropped = Meter.CreateCounter<long>("tokenhouse.events.dropped");

    private readonly TimeProvider clock;
    private readonly Channel<TokenEvent> queue;

    public EventRecorder(TimeProvider clock)
    {
        this.clock = clock;
        queue = Channel.CreateBounded<TokenEvent>(
            new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait }
        );
    }

    /// <summary>Records a token endpoint's response: the client concerned, and the exact reason of a refusal or the note beside a success.</summary>
    public void Record(HttpContext http, Site site, Dialect dialect, Result<TokenResponse, OAuthError> outcome)
    {
        if (!outcome.Ok(out var response, out var refusal))
        {
            Refuse(http, site, dialect, EndpointKind.Token, refusal);
            return;
        }
        Count(Event(http, site, dialect.Name, response.Caller) with { Operation = EventOperations.Token });
        Note(http, site, dialect, EndpointKind.Token, response.Caller, response.Note);
    }

    /// <summary>Records a refusal.</summary>
    /// <param name="http">The request.</param>
    /// <param name="site">The site.</param>
    /// <param name="dialect">The dialect.</param>
    /// <param name="operation">The attempted operation; null if the dialect has no endpoint for it.</param>
    /// <param name="refusal">The reason.</param>
    /// <param name="api">The API that introspected the token.</param>
    public void Refuse(HttpContext http, Site site, Dialect dialect, EndpointKind? operation, OAuthError refusal, string? api = null) =>
        Count(
            Event(http, site, dialect.Name, refusal.Caller) with
            {
                Operation = operation is { } attempted ? EventOperations.Of(attempted) : "",
                // An introspected token came from elsewhere: the API's authentication says nothing about its sender.
                Refusal = RefusalCause.Of(refusal, isProved: api is null && refusal.Caller is { SecretId: not null }) with
                {
                    Api = api,
                },
            }
        );

    /// <summary>Records something worth knowing about a request that wasn't refused for it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="site">The site.</param>
    /// <param name="dialect">The dialect.</param>
    /// <param name="operation">The attempted operation.</param>
    /// <param name="caller">The client.</param>
    /// <param name="note">What the log says; null if there is nothing to say.</param>
    public void Note(HttpContext http, Site site, Dialect dialect, EndpointKind operation, AttributedClient caller, RefusalReason? note)
    {
        if (note is not null)
            Record(
                Event(http, site, dialect.Name, caller) with
                {
                    Operation = EventOperations.Of(operation),
                    Refusal = RefusalCause.Noted(note, isProved: caller.SecretId is not null),
                }
            );
    }

    /// <summary>Records a failed sign-in.</summary>
    /// <param name="http">The request.</param>
    /// <param name="site">The site.</param>
    /// <param name="email">The email address as typed; null if there was none.</param>
    /// <param name="reason">The reason.</param>
    public void RefuseSignIn(HttpContext http, Site site, string? email, RefusalReason reason) =>
        Count(
            Event(http, site, dialect: "", caller: null) with
            {
                Operation = EventOperations.SignIn,
                // Text that databases can't query belongs to no account.
                SignIn = email?.Contains('\0', StringComparison.Ordinal) is false ? AsStored.NormalizeEmail(email) : null,
                Refusal = RefusalCause.OfSignIn(reason),
            }
        );

    /// <summary>Records that an API of this server refused a call, like those that other APIs report.</summary>
    public void RefuseCall(HttpContext http, Site site, AttributedClient caller, RefusalCause cause) =>
        Count(Event(http, site, dialect: "", caller) with { Operation = EventOperations.Api, Refusal = cause });

    /// <summary>Records a sign-in.</summary>
    /// <param name="http">The request.</param>
    /// <param name="site">The site.</param>
    /// <param name="email">The account's email address.</param>
    public void SignedIn(HttpContext http, Site site, string email) =>
        Count(
            Event(http, site, dialect: "", caller: null) with
            {
                Operation = EventOperations.SignIn,
                SignIn = AsStored.NormalizeEmail(email),
            }
        );

    /// <summary>Records events from elsewhere.</summary>
    public void Record(TokenEvent happened)
    {
        if (queue.Writer.TryWrite(happened))
            Depth.Add(1);
        else
            CountDropped(1);
    }

    /// <summary>Counts events that couldn't be recorded.</summary>
    internal static void CountDropped(long events) => Dropped.Add(events);

    internal bool TryTake(out TokenEvent taken)
    {
        if (!queue.Reader.TryRead(out taken))
            return false;
        Depth.Add(-1);
        return true;
    }

    private TokenEvent Event(HttpContext http, Site site, string dialect, AttributedClient? caller) =>
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

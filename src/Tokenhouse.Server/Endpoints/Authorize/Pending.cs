using Tokenhouse.Core;

namespace Tokenhouse.Server.Endpoints.Authorize;

/// <summary>A valid authorization request that waits for a person's answer.</summary>
public sealed record Pending
{
    private Pending() { }

    /// <summary>The site that was asked.</summary>
    public required Site Site { get; init; }

    /// <summary>Through which it came.</summary>
    public required Dialect Dialect { get; init; }

    /// <summary>Whom the answer goes to.</summary>
    public required Recipient Recipient { get; init; }

    /// <summary>What was asked.</summary>
    public required AuthorizeRequest Request { get; init; }

    /// <summary>What would be granted.</summary>
    public required ScopeSet Scope { get; init; }

    /// <summary>The request as it was sent, to come back with.</summary>
    public required Arrival Arrival { get; init; }

    public Caller Caller => Recipient.Caller;

    public static Result<Pending, OAuthError> From(Site site, Dialect dialect, Recipient recipient, Arrival arrival, DateTimeOffset now)
    {
        if (!AuthorizeRequest.Parse(arrival.Parameters).Ok(out var request, out var error))
            return error;
        if (!AuthorizeScope.Decide(request, recipient.Client, dialect, now).Ok(out var scope, out error))
            return error;
        return new Pending
        {
            Site = site,
            Dialect = dialect,
            Recipient = recipient,
            Request = request,
            Scope = scope,
            Arrival = arrival,
        };
    }
}

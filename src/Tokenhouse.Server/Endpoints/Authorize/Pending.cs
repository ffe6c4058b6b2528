using Tokenhouse.Core;

namespace Tokenhouse.Server.Endpoints.Authorize;

/// <summary>A valid authorization request that waits for a person's answer.</summary>
public sealed record Pending
{
    private Pending() { }

    /// <summary>The site that received it.</summary>
    public required Site Site { get; init; }

    /// <summary>The dialect it came through.</summary>
    public required Dialect Dialect { get; init; }

    /// <summary>Where the response goes.</summary>
    public required Recipient Recipient { get; init; }

    /// <summary>The parsed request.</summary>
    public required AuthorizeRequest Request { get; init; }

    /// <summary>The scopes that would be granted.</summary>
    public required ScopeSet Scope { get; init; }

    /// <summary>The original request, to return with.</summary>
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

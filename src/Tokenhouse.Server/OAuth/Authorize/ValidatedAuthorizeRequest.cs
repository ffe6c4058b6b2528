using Tokenhouse.Core;
using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Server.OAuth.Authorize;

/// <summary>A valid authorization request that waits for a person's answer.</summary>
public sealed record ValidatedAuthorizeRequest
{
    private ValidatedAuthorizeRequest() { }

    /// <summary>The site that received it.</summary>
    public required Site Site { get; init; }

    /// <summary>The dialect it came through.</summary>
    public required Dialect Dialect { get; init; }

    /// <summary>Where the response goes.</summary>
    public required ResponseTarget ResponseTarget { get; init; }

    /// <summary>The parsed request.</summary>
    public required AuthorizeRequest Request { get; init; }

    /// <summary>The scopes that would be granted, and those that were ignored.</summary>
    public required ScopeDecision ScopeDecision { get; init; }

    /// <summary>The scopes that would be granted.</summary>
    public ScopeSet Scope => ScopeDecision.Granted;

    /// <summary>The person whom the client means; null if it didn't say.</summary>
    public IdTokenHint? Hint { get; init; }

    /// <summary>The original request, to return with.</summary>
    public required IncomingAuthorizeRequest IncomingAuthorizeRequest { get; init; }

    /// <summary>Whether a person may answer it.</summary>
    public bool IsFor(Guid accountId) => Hint is null || Hint.AccountId == accountId;

    public AttributedClient Caller => ResponseTarget.Caller;

    public static Result<ValidatedAuthorizeRequest, OAuthError> From(
        Site site,
        Dialect dialect,
        ResponseTarget responseTarget,
        IncomingAuthorizeRequest incomingAuthorizeRequest,
        DateTimeOffset now
    )
    {
        if (!AuthorizeRequest.Parse(incomingAuthorizeRequest.Parameters).Ok(out var request, out var error))
            return error;
        if (!AuthorizeScope.Decide(request, responseTarget.Client, dialect, now).Ok(out var scope, out error))
            return error;
        return new ValidatedAuthorizeRequest
        {
            Site = site,
            Dialect = dialect,
            ResponseTarget = responseTarget,
            Request = request,
            ScopeDecision = scope,
            IncomingAuthorizeRequest = incomingAuthorizeRequest,
        };
    }
}

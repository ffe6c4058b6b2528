using Tokenhouse.AspNetCore.Authorities;
using Tokenhouse.AspNetCore.Tokens;

namespace Tokenhouse.AspNetCore;

/// <summary>
/// Why a call was refused, as far as the caller may know: the content of an error body (RFC 6750, 3.1). The exact reason goes to the log and to
/// the authorization server, never into a response.
/// </summary>
public sealed record TokenhouseRefusal
{
    internal TokenhouseRefusal(int status, string? error, string description, string reason) =>
        (Status, Error, Description, Reason) = (status, error, description, reason);

    /// <summary>The HTTP status: 400, 401, 403 or 503.</summary>
    public int Status { get; }

    /// <summary>
    /// <c>invalid_request</c> (400), <c>invalid_token</c> (401), <c>insufficient_scope</c> (403), <c>unauthorized_client</c> (403: the address isn't
    /// on the client's allowlist) or <c>temporarily_unavailable</c> (503); null if the call had no token (401).
    /// </summary>
    public string? Error { get; }

    /// <summary>An English sentence for the caller, in the characters allowed by RFC 6750, 3: no quotation mark, no backslash.</summary>
    public string Description { get; }

    /// <summary>The scopes that the endpoint needs, separated by spaces; null unless a scope is missing.</summary>
    public string? Scope { get; internal init; }

    /// <summary>The part of the request that the refusal is about, such as <c>tenantId</c>; null if there is none.</summary>
    public string? Field { get; internal init; }

    /// <summary>The response's <c>X-Correlation-Id</c>, under which the refusal is logged and reported.</summary>
    public string CorrelationId { get; internal init; } = "";

    /// <summary>What exactly was wrong.</summary>
    internal string Reason { get; }

    /// <summary>The token's client; only set if the token was verified.</summary>
    internal string? ClientId { get; private init; }

    /// <summary>The authority that gets the report.</summary>
    internal Authority? Authority { get; private init; }

    internal TokenhouseRefusal About(ValidatedToken token) => this with { ClientId = token.ClientId, Authority = token.Authority };
}

using Tokenhouse.Core;
using Tokenhouse.Server.Clients;

namespace Tokenhouse.Server.Tokens;

/// <summary>A person's consent to a client's request: everything that the code is bound to.</summary>
public sealed record AuthorizationCodeData(
    RegisteredClient Client,
    Dialect Dialect,
    string RedirectUri,
    AuthorizeRequest Request,
    ScopeDecision Scope
)
{
    public required Guid AccountId { get; init; }

    /// <summary>The session in which the person agreed.</summary>
    public required Guid SessionId { get; init; }

    public required DateTimeOffset AuthenticatedAt { get; init; }
}

using Tokenhouse.Core;
using Tokenhouse.Server.Clients;

namespace Tokenhouse.Server.Endpoints.Authorize;

/// <summary>
/// Whom an authorization response may go to: a client that exists, at a redirect URI that it registered. Before this is settled, nothing is
/// redirected anywhere.
/// </summary>
public sealed record Recipient(RegisteredClient Client, string RedirectUri, string? State, bool ByForm)
{
    /// <summary>
    /// Whether something else on the device could pose as the client: it has no secret, and what is sent to its redirect URI reaches whoever
    /// listens there (RFC 8252, 8.6).
    /// </summary>
    public bool CouldBeAnybody => Client.Kind.IsPublic() && !RedirectUri.StartsWith("https://", StringComparison.Ordinal);

    public Caller Caller => new(Client.Id, Client.Tenant.Id);
}

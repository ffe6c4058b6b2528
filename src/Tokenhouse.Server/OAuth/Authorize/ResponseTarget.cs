using Tokenhouse.Core;
using Tokenhouse.Server.Clients;

namespace Tokenhouse.Server.OAuth.Authorize;

/// <summary>
/// Where an authorization response may go: to an existing client, at a redirect URI that it registered. Before this is known, nothing is
/// redirected.
/// </summary>
public sealed record ResponseTarget(RegisteredClient Client, string RedirectUri, string? State, bool ByForm)
{
    /// <summary>
    /// Whether something else on the device could pose as the client: it has no secret, and whatever listens at its redirect URI receives
    /// the response (RFC 8252, 8.6).
    /// </summary>
    public bool CouldBeAnybody => Client.Kind.IsPublic() && !RedirectUri.StartsWith("https://", StringComparison.Ordinal);

    public AttributedClient Caller => new(Client.Id, Client.Tenant.Id);
}

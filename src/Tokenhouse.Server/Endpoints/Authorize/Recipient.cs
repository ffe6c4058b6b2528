using Tokenhouse.Protocol;
using Tokenhouse.Server.Clients;

namespace Tokenhouse.Server.Endpoints.Authorize;

/// <summary>
/// Whom an authorization response may go to: a client that exists, at a redirect URI that it registered. Before this is settled, nothing is
/// redirected anywhere.
/// </summary>
public sealed record Recipient(RegisteredClient Client, string RedirectUri, string? State, bool ByForm)
{
    public Caller Caller => new(Client.Id, Client.Tenant.Id);
}

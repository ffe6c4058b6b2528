using System.Security.Claims;
using Tokenhouse.Core;
using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Server.Hosting.HubApi;

/// <summary>The identity of a program at the Hub's API, with the access token that proved it.</summary>
internal sealed class HubApiIdentity(BelievedToken token)
    : ClaimsIdentity([new(ClaimTypes.NameIdentifier, token.Client.Id)], HubApiAuthenticationHandler.SchemeName)
{
    public BelievedToken Token => token;

    /// <summary>Whom the log of refusals names.</summary>
    public Caller Caller => new(token.Client.Id, token.Client.Tenant.Id);
}

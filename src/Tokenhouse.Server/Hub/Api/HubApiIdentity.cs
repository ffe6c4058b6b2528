using System.Security.Claims;
using Tokenhouse.Core;
using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Server.Hub.Api;

/// <summary>The identity of a program at the Hub's API, with the access token that proved it.</summary>
internal sealed class HubApiIdentity(ValidatedToken token)
    : ClaimsIdentity([new(ClaimTypes.NameIdentifier, token.Client.Id)], HubApiAuthenticationHandler.SchemeName)
{
    public ValidatedToken Token => token;

    /// <summary>The client that the log names.</summary>
    public AttributedClient Caller => new(token.Client.Id, token.Client.Tenant.Id);
}

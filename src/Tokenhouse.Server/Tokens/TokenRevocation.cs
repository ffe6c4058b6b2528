using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Tokens;

/// <summary>
/// Revokes a client's token (RFC 7009, 2.1): a refresh token with its whole family, an access token on its own. Another client's token
/// isn't affected, with the same response.
/// </summary>
public sealed class TokenRevocation(
    JwtVerifier verifier,
    TokenStore tokenStore,
    RefreshTokenRotation refreshTokenRotation,
    AccessTokenRevocation accessTokens
)
{
    public async Task Revoke(AuthenticatedClient client, string token)
    {
        if (await tokenStore.RefreshToken(new(token)) is { } refresh)
        {
            if (IsOwn(refresh.Family))
                await refreshTokenRotation.End(refresh.Family.Id, "the client revoked it");
        }
        else if (await verifier.Verify(client.Registered.Environment, token) is { } jwt)
        {
            if (jwt.ClientId == client.Id)
                await accessTokens.Revoke(client, jwt);
        }
        else
            await accessTokens.Revoke(client, TextHash.Of(token));

        bool IsOwn(RefreshFamily family) =>
            family.ClientId == client.Id && family.Environment == client.Registered.Environment && family.TenantId == client.Tenant.Id;
    }
}

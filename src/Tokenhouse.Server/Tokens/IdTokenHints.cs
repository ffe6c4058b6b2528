using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Tokenhouse.Core;

namespace Tokenhouse.Server.Tokens;

/// <summary>
/// Reads ID tokens that clients send back as <c>id_token_hint</c> (OpenID Connect Core 1.0, 3.1.2.1; RP-Initiated Logout 1.0, 2): those that
/// this site signed, expired or not. Access tokens and tokens of other issuers are none.
/// </summary>
public sealed class IdTokenHints(SigningKeyRing keys)
{
    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false };

    /// <summary>Null if the site didn't issue it as an ID token.</summary>
    public async ValueTask<IdTokenHint?> Read(Site site, string token)
    {
        if (!handler.CanReadToken(token))
            return null;
        var known = keys.Known(site.Environment);
        var result = await handler.ValidateTokenAsync(
            token,
            new()
            {
                ValidTypes = ["JWT"],
                ValidAlgorithms = SigningAlgorithms.All,
                ValidIssuer = site.Issuer,
                ValidateAudience = false, // says which client it was issued to
                ValidateLifetime = false, // an expired one still says whom it means
                IssuerSigningKeyResolver = (_, _, kid, _) =>
                    known.Where(key => key.Id == kid).Select(key => (SecurityKey)key.Credentials.Key),
                TryAllIssuerSigningKeys = false,
            }
        );
        return
            result is { IsValid: true, SecurityToken: JsonWebToken jwt }
            && jwt.Audiences.Take(2).ToList() is [var client]
            && Guid.TryParse(jwt.Subject, out var account)
            ? new(account, client, jwt.TryGetPayloadValue("sid", out string? session) ? session : null)
            : null;
    }
}

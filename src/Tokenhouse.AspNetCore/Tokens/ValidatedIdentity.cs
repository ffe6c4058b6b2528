using System.Security.Claims;

namespace Tokenhouse.AspNetCore.Tokens;

/// <summary>The identity of a call, with the token it was created from. Requirements check that token.</summary>
internal sealed class ValidatedIdentity(IEnumerable<Claim> claims, ValidatedToken token)
    : ClaimsIdentity(claims, TokenhouseOptions.Scheme, TokenhouseClaims.ClientId, roleType: null)
{
    public ValidatedToken Token => token;

    /// <summary>
    /// The access token of this call; null if there is none. Claims of other schemes about scopes or tenants don't count, and neither does an identity
    /// that was stored, for example in a cookie, and only has our scheme's name. Also null if there are two, because they could complement each other.
    /// </summary>
    public static ValidatedToken? TokenOf(ClaimsPrincipal user) => Of(user)?.Token;

    public static ValidatedIdentity? Of(ClaimsPrincipal user) =>
        user.Identities.OfType<ValidatedIdentity>().DistinctBy(identity => identity.Token).ToList() is [var only] ? only : null;

    public override ClaimsIdentity Clone() => new ValidatedIdentity(Claims, token);
}

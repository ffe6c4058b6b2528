using System.Security.Claims;

namespace Tokenhouse.AspNetCore.Tokens;

/// <summary>The identity of a call, which still knows the token that it was made from: for reports about what it was then refused.</summary>
internal sealed class BelievedIdentity(IEnumerable<Claim> claims, BelievedToken token)
    : ClaimsIdentity(claims, TokenhouseOptions.Scheme, TokenhouseClaims.ClientId, roleType: null)
{
    public BelievedToken Token => token;

    /// <summary>The identities of this scheme: what another scheme says about scopes or tenants is not ours.</summary>
    public static IEnumerable<ClaimsIdentity> Of(ClaimsPrincipal user) =>
        user.Identities.Where(identity => identity.AuthenticationType == TokenhouseOptions.Scheme);

    public override ClaimsIdentity Clone() => new BelievedIdentity(Claims, token);
}

using System.Security.Claims;

namespace Tokenhouse.AspNetCore.Tokens;

/// <summary>The identity of a call, which still knows the token that it was made from: that token is what requirements judge.</summary>
internal sealed class BelievedIdentity(IEnumerable<Claim> claims, BelievedToken token)
    : ClaimsIdentity(claims, TokenhouseOptions.Scheme, TokenhouseClaims.ClientId, roleType: null)
{
    public BelievedToken Token => token;

    /// <summary>
    /// The access token of this call. Null when there is none: what another scheme says about scopes or tenants is not ours, nor is an identity
    /// that was kept, in a cookie perhaps, and has only our scheme's name left. Null too when there are two: each could lend the other what it lacks.
    /// </summary>
    public static BelievedToken? TokenOf(ClaimsPrincipal user) => Of(user)?.Token;

    public static BelievedIdentity? Of(ClaimsPrincipal user) =>
        user.Identities.OfType<BelievedIdentity>().DistinctBy(identity => identity.Token).ToList() is [var only] ? only : null;

    public override ClaimsIdentity Clone() => new BelievedIdentity(Claims, token);
}

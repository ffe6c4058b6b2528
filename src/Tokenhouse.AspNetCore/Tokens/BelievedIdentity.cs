using System.Security.Claims;

namespace Tokenhouse.AspNetCore.Tokens;

/// <summary>The identity of a call, which still knows the token that it was made from: for reports about what it was then refused.</summary>
internal sealed class BelievedIdentity(IEnumerable<Claim> claims, BelievedToken token)
    : ClaimsIdentity(claims, TokenhouseOptions.Scheme, TokenhouseClaims.ClientId, roleType: null)
{
    public BelievedToken Token => token;

    public override ClaimsIdentity Clone() => new BelievedIdentity(Claims, token);
}

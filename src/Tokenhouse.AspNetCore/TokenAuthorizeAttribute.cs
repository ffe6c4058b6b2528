using Microsoft.AspNetCore.Authorization;

namespace Tokenhouse.AspNetCore;

/// <summary>
/// A requirement on the access token as endpoint metadata. It applies together with all others; a whole policy as metadata would switch off
/// the API's default policy (<see cref="AuthorizationPolicy.CombineAsync(IAuthorizationPolicyProvider, IEnumerable{IAuthorizeData})"/>).
/// </summary>
internal sealed class TokenAuthorizeAttribute(IAuthorizationRequirement requirement)
    : AuthorizeAttribute(TokenhouseOptions.Scheme),
        IAuthorizationRequirementData
{
    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [requirement];
}

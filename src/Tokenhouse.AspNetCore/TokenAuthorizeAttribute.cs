using Microsoft.AspNetCore.Authorization;

namespace Tokenhouse.AspNetCore;

/// <summary>
/// A requirement of the access token, as metadata of an endpoint. It joins whatever else is asked for there; a whole policy as metadata would switch
/// the API's default policy off (<see cref="AuthorizationPolicy.CombineAsync(IAuthorizationPolicyProvider, IEnumerable{IAuthorizeData})"/>).
/// </summary>
internal sealed class TokenAuthorizeAttribute(IAuthorizationRequirement requirement)
    : AuthorizeAttribute(TokenhouseOptions.Scheme),
        IAuthorizationRequirementData
{
    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [requirement];
}

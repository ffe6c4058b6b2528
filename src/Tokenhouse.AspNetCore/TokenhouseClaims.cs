using System.Security.Claims;
using Tokenhouse.AspNetCore.Tokens;

namespace Tokenhouse.AspNetCore;

/// <summary>The claims of the call's user: those of the access token, under the names of RFC 9068 and RFC 7662.</summary>
public static class TokenhouseClaims
{
    /// <summary>The calling client; also the identity's name.</summary>
    public const string ClientId = "client_id";

    /// <summary>The person's account that the client acts for (a UUID), or the client itself.</summary>
    public const string Subject = "sub";

    /// <summary>One claim for each scope of the token.</summary>
    public const string Scope = "scope";

    /// <summary>The tenant's short name, such as <c>acme</c>.</summary>
    public const string Tenant = "tenant";

    /// <summary>The tenant's number, such as <c>218</c>; 1 is the vendor.</summary>
    public const string TenantId = "tenant_id";

    /// <summary><c>LIVE</c> or <c>UAT</c>: always the value in the options.</summary>
    public const string Environment = "environment";

    /// <summary>The datacentre that issued the token, such as <c>dc2</c>.</summary>
    public const string Datacentre = "datacentre";

    /// <summary>The authority that issued the token.</summary>
    public const string Issuer = "iss";

    /// <summary>The API's identifier: always the value in the options.</summary>
    public const string Audience = "aud";

    /// <summary>When the token expires, in seconds since 1970-01-01 UTC.</summary>
    public const string ExpiresAt = "exp";

    /// <summary>The identifier of a JWT; opaque tokens have none.</summary>
    public const string TokenId = "jti";

    /// <summary>
    /// The identity of the call's access token, without those of other schemes; null if there is no token. A policy that
    /// combines schemes creates a user with the claims of all of them.
    /// </summary>
    /// <param name="user">For example <c>HttpContext.User</c>.</param>
    public static ClaimsIdentity? Of(ClaimsPrincipal user) => ValidatedIdentity.Of(user);
}

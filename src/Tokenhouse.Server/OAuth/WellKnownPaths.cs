namespace Tokenhouse.Server.OAuth;

/// <summary>Paths defined by standards (RFC 8615), the same in every dialect.</summary>
public static class WellKnownPaths
{
    /// <summary>RFC 8414, 3.</summary>
    public const string Metadata = "/.well-known/oauth-authorization-server";

    /// <summary>OpenID Connect Discovery 1.0, 4.</summary>
    public const string OpenId = "/.well-known/openid-configuration";

    public const string Keys = "/.well-known/jwks.json";
}

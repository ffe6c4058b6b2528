namespace Tokenhouse.Core;

/// <summary>The names of the grant types (RFC 6749), as requests and metadata spell them.</summary>
public static class GrantTypes
{
    public const string AuthorizationCode = "authorization_code";
    public const string ClientCredentials = "client_credentials";
    public const string RefreshToken = "refresh_token";
}

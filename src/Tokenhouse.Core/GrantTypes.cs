namespace Tokenhouse.Core;

/// <summary>The names of the grant types (RFC 6749) in requests and metadata.</summary>
public static class GrantTypes
{
    public const string AuthorizationCode = "authorization_code";
    public const string ClientCredentials = "client_credentials";
    public const string RefreshToken = "refresh_token";
}

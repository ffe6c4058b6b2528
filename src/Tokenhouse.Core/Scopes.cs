namespace Tokenhouse.Core;

/// <summary>Scopes that the protocol itself gives a meaning; they belong to no API.</summary>
public static class Scopes
{
    /// <summary>No scope is longer.</summary>
    public const int MaxLength = 100;

    /// <summary>Adds an ID token (OpenID Connect Core 1.0, 3.1.2.1). Only granted when it is asked for.</summary>
    public const string OpenId = "openid";

    /// <summary>Asks for a refresh token, which the code grant gives anyway: accepted, and changes nothing.</summary>
    public const string OfflineAccess = "offline_access";
}

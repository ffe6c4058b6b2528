namespace Tokenhouse.Core;

/// <summary>Scopes with a meaning in the protocol itself. They belong to no API.</summary>
public static class StandardScopes
{
    /// <summary>No scope is longer.</summary>
    public const int MaxLength = 100;

    /// <summary>Adds an ID token (OpenID Connect Core 1.0, 3.1.2.1). Only granted if it is requested.</summary>
    public const string OpenId = "openid";

    /// <summary>Requests a refresh token, which the code grant always issues. Accepted, but changes nothing.</summary>
    public const string OfflineAccess = "offline_access";
}

namespace Tokenhouse.Core;

/// <summary>Scopes with a meaning in the protocol itself. They belong to no API.</summary>
public static class StandardScopes
{
    /// <summary>No scope is longer.</summary>
    public const int MaxLength = 100;

    /// <summary>Adds an ID token (OpenID Connect Core 1.0, 3.1.2.1). Only granted if it is requested.</summary>
    public const string OpenId = "openid";

    /// <summary>The person's name and language (OpenID Connect Core 1.0, 5.4).</summary>
    public const string Profile = "profile";

    /// <summary>The person's email address (OpenID Connect Core 1.0, 5.4).</summary>
    public const string Email = "email";

    /// <summary>Requests a refresh token, which the code grant always issues. Granted if it is requested, but changes nothing.</summary>
    public const string OfflineAccess = "offline_access";

    /// <summary>
    /// Those about the person who signs in. A client that acts for people needs neither a contract nor a registration for them: the person's
    /// consent decides.
    /// </summary>
    public static readonly IReadOnlyList<string> SignIn = [OpenId, Profile, Email];

    /// <summary>Those about the person that are left when some are switched off. Without <see cref="OpenId"/> the others mean nothing.</summary>
    public static IReadOnlyList<string> SignInWithout(IReadOnlyCollection<string> switchedOff) =>
        switchedOff.Contains(OpenId) ? [] : [.. SignIn.Except(switchedOff)];
}

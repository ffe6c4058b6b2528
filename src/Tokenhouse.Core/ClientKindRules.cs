namespace Tokenhouse.Core;

/// <summary>What each kind can do. Anything not listed is denied.</summary>
public static class ClientKindRules
{
    public static bool MayActForItself(this ClientKind kind) => kind is ClientKind.Machine or ClientKind.AppKey;

    public static bool MayActForPeople(this ClientKind kind) => kind is ClientKind.Web or ClientKind.Browser or ClientKind.Native;

    /// <summary>Whether it may be given a scope: those about a person are for clients that act for people.</summary>
    public static bool MayBeGiven(this ClientKind kind, string scope) => scope != StandardScopes.OpenId || kind.MayActForPeople();

    /// <summary>Whether it has no secret because it couldn't keep one (RFC 6749, 2.1).</summary>
    public static bool IsPublic(this ClientKind kind) => kind is ClientKind.Browser or ClientKind.Native;
}

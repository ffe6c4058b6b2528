namespace Tokenhouse.Core;

/// <summary>What each kind can do. Anything not listed is denied.</summary>
public static class ClientKindRules
{
    public static bool MayActForItself(this ClientKind kind) => kind is ClientKind.Machine or ClientKind.AppKey;

    public static bool MayActForPeople(this ClientKind kind) => kind is ClientKind.Web or ClientKind.Browser or ClientKind.Native;

    /// <summary>The scopes about a person that it may request: clients that act for people may request those that aren't switched off.</summary>
    public static IReadOnlyList<string> SignInScopes(this ClientKind kind, IReadOnlyCollection<string> switchedOff) =>
        kind.MayActForPeople() ? StandardScopes.SignInWithout(switchedOff) : [];

    /// <summary>Whether it has no secret because it couldn't keep one (RFC 6749, 2.1).</summary>
    public static bool IsPublic(this ClientKind kind) => kind is ClientKind.Browser or ClientKind.Native;
}

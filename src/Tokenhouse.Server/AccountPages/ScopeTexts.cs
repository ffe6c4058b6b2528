using Tokenhouse.Core;

namespace Tokenhouse.Server.AccountPages;

/// <summary>What the scopes of the protocol allow, in words for the person who agrees.</summary>
internal static class ScopeTexts
{
    /// <param name="scope">A scope that belongs to no API.</param>
    /// <param name="mayHaveEmail">Whether the client may get the email address.</param>
    public static string Of(string scope, bool mayHaveEmail) =>
        scope switch
        {
            StandardScopes.OpenId => "Know who you are",
            StandardScopes.Profile => mayHaveEmail
                ? "See your name, the email address you sign in with, and your language"
                : "See your name and your language",
            StandardScopes.Email => "See your email address, and whether it is confirmed",
            StandardScopes.OfflineAccess => "Keep its access while you are away",
            _ => "", // a scope of an API that was just removed
        };
}

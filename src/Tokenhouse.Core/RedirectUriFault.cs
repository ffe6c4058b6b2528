using System.Text;
using System.Text.RegularExpressions;

namespace Tokenhouse.Core;

/// <summary>Says why a redirect URI can't be registered, and what to write instead. <see cref="RedirectUri"/> decides whether it can.</summary>
internal static partial class RedirectUriFault
{
    private const string Loopback = "http://127.0.0.1 or http://[::1]";

    /// <summary>Why the characters of a URI aren't allowed.</summary>
    public static string OfCharacters(string uri) =>
        !Scheme().IsMatch(uri) ? OfScheme(uri)
        : uri.Contains('#', StringComparison.Ordinal) ? "A redirect URI can't have a fragment. Remove # and what follows it."
        : uri.Contains('\\', StringComparison.Ordinal) ? "A redirect URI can't contain a backslash. Write /."
        : uri.Contains('@', StringComparison.Ordinal)
            ? "A redirect URI can't contain @, which would make what precedes it a user name. In a path, write %40."
        : !Ascii.IsValid(uri)
            ? "A redirect URI can contain only ASCII characters. Write the host name in Punycode (xn--...) and percent-encode the rest."
        : BarePercent().IsMatch(uri) ? "In a redirect URI, two hexadecimal digits must follow %. Write %25 for the character itself."
        : "A redirect URI can't contain spaces, control characters, quotation marks, or any of < > ^ ` { | }. Percent-encode them.";

    /// <summary>Why a client can't register a URI whose characters are allowed.</summary>
    public static string OfForm(string uri, ClientKind kind)
    {
        if (uri.StartsWith("https:", StringComparison.Ordinal))
            return !uri.StartsWith("https://", StringComparison.Ordinal) ? "After https:, a redirect URI needs exactly two slashes."
                : Wildcard().IsMatch(uri) ? "A redirect URI can't have a wildcard in its host name. Register a URI for each host."
                : "The host of a redirect URI can contain only letters, digits, hyphens and single dots, and a port only digits.";
        if (RedirectUri.IsLocalhost(uri))
            return kind is ClientKind.Web
                ? $"A web application can register http://localhost only in UAT. Use https://, or {Loopback} for this machine."
                : $"Only a native app, or a web application in UAT, can register http://localhost. Use {Loopback}.";
        if (uri.StartsWith("http:", StringComparison.Ordinal))
            return $"A redirect URI with http must stay on this machine: {Loopback}. Use https:// for any other host.";
        return kind is not ClientKind.Native
                ? "A redirect URI must begin with https://. Only native apps can register a scheme of their own."
            : uri[..uri.IndexOf(':', StringComparison.Ordinal)].Contains('.', StringComparison.Ordinal)
                ? "After a private scheme, a redirect URI needs exactly one slash, such as com.example.app:/callback (RFC 8252, 7.1)."
            : "A private scheme must be a domain name that you own, in reverse order, such as com.example.app:/callback (RFC 8252, 7.1).";
    }

    private static string OfScheme(string uri) =>
        char.IsAsciiLetterUpper(uri.FirstOrDefault()) && AnyScheme().IsMatch(uri)
            ? "The scheme of a redirect URI must be in lower case, such as https://."
            : "A redirect URI must begin with its scheme, such as https://.";

    [GeneratedRegex("^[a-z][a-z0-9.+-]*:", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Scheme();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9.+-]*:", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex AnyScheme();

    [GeneratedRegex("%(?![0-9A-Fa-f]{2})", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex BarePercent();

    [GeneratedRegex(@"^https://[^/?]*\*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Wildcard();
}

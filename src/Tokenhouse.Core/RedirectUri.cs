using System.Text.RegularExpressions;

namespace Tokenhouse.Core;

/// <summary>
/// Redirect URIs (RFC 9700, 2.1 and 4.1.3). A registered URI is compared exactly; only a native
/// client's loopback address may differ in its port, which the system chose (RFC 8252, 7.3). The name localhost counts as one only
/// where it was registered as such. URIs are never parsed leniently: anything that isn't clearly one of the allowed forms is refused.
/// </summary>
public static partial class RedirectUri
{
    public const int MaxLength = 2048;

    /// <summary>Why a client can't register a URI, as a sentence that says what to write; null if it can.</summary>
    public static string? Fault(string uri, ClientKind kind, TenantEnvironment environment)
    {
        if (uri.Length > MaxLength)
            return $"A redirect URI can have at most {MaxLength} characters.";
        if (!Plain().IsMatch(uri))
            return RedirectUriFault.OfCharacters(uri);
        if (DotSegment().IsMatch(uri))
            return "The path of a redirect URI can't contain '.', '..' or empty segments, even if they are encoded.";
        var isAllowed =
            Https().IsMatch(uri)
            || (IsLocalhost(uri) ? MayUseLocalhost(kind, environment) : Loopback().IsMatch(uri))
            || (kind is ClientKind.Native && PrivateScheme().IsMatch(uri));
        if (!isAllowed)
            return RedirectUriFault.OfForm(uri, kind);
        return Uri.TryCreate(uri, UriKind.Absolute, out _)
            ? null
            : "A redirect URI must have a valid host name, and a port of at most 65535.";
    }

    /// <summary>
    /// Whether a client can register <c>http://localhost</c>: a native one, though it shouldn't (RFC 8252, 8.3), and a web application that is
    /// being developed.
    /// </summary>
    public static bool MayUseLocalhost(ClientKind kind, TenantEnvironment environment) =>
        kind is ClientKind.Native || (kind is ClientKind.Web && environment is TenantEnvironment.UAT);

    /// <summary>What a page's <c>form-action</c> must contain so that a form can lead there: the origin, or the scheme if the origin can't be used.</summary>
    public static string FormTarget(string uri) =>
        new Uri(uri).HostNameType is UriHostNameType.IPv6 ? new Uri(uri).Scheme + ":" : Origin(uri); // CSP doesn't support IPv6

    /// <summary>Scheme, host and port; only the scheme if there is no host.</summary>
    public static string Origin(string uri)
    {
        var parsed = new Uri(uri);
        return parsed.Scheme is "https" or "http" ? parsed.GetLeftPart(UriPartial.Authority) : parsed.Scheme + ":";
    }

    /// <summary>Adds parameters to a URI and keeps its existing ones (RFC 6749, 3.1.2).</summary>
    public static string With(string uri, IEnumerable<Parameter> parameters)
    {
        var query = string.Join('&', parameters.Select(pair => $"{Uri.EscapeDataString(pair.Name)}={Uri.EscapeDataString(pair.Value)}"));
        return uri
            + (
                uri.Contains('?', StringComparison.Ordinal)
                    ? uri.EndsWith('?')
                        ? ""
                        : "&"
                    : "?"
            )
            + query;
    }

    internal static bool IsLocalhost(string uri) =>
        Loopback().Match(uri) is { Success: true } match && match.Groups["host"].ValueSpan is "localhost";

    /// <summary>A loopback address without its port; null if it isn't one.</summary>
    internal static (string Host, string PathAndQuery)? WithoutPort(string uri) =>
        Loopback().Match(uri) is { Success: true } match && Uri.TryCreate(uri, UriKind.Absolute, out _) // a valid port
            ? (match.Groups["host"].Value, match.Groups["rest"].Value)
            : null;

    // One authority without user name, then a path and a query of URI characters (RFC 3986), percent signs only before two digits.
    [GeneratedRegex(@"^[a-z][a-z0-9.+-]*:(?:[A-Za-z0-9._~:/?\[\]!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Plain();

    [GeneratedRegex(
        @"^[^?]*(?:/\.{1,2}(?:[/?;]|\z)|/(?:%2[eE]|\.){1,2}(?:[/?;]|\z)|(?<!^[a-z0-9.+-]*:)//|;/|%2[fF]|%5[cC])",
        RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex DotSegment();

    [GeneratedRegex(@"^https://(?:[A-Za-z0-9-]+\.)*[A-Za-z0-9-]+(?::[0-9]{1,5})?(?:[/?].*)?\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Https();

    [GeneratedRegex(
        @"^http://(?<host>127\.0\.0\.1|\[::1\]|localhost)(?::[0-9]{1,5})?(?<rest>(?:[/?].*)?)\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Loopback();

    // Reverse domain name, at least two labels (RFC 8252, 7.1), and no authority.
    [GeneratedRegex(@"^[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+:/(?:[^/].*)?\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PrivateScheme();
}

using System.Text;

namespace Tokenhouse.Core;

/// <summary>Additional rules for registering a redirect URI, beyond those that <see cref="RedirectUri"/> always checks.</summary>
public static class RedirectUriRegistration
{
    // RFC 6749, 4.1.2; RFC 9207; OpenID Connect Core 1.0, 3.2.2.5; OpenID Connect Session Management 1.0; JARM.
    private static readonly HashSet<string> OfResponse =
    [
        "access_token",
        "code",
        "error",
        "error_description",
        "error_uri",
        "expires_in",
        "id_token",
        "iss",
        "response",
        "session_state",
        "state",
        "token_type",
    ];

    /// <summary>Why a client can't register a URI, as a sentence that says what to write; null if it can.</summary>
    public static string? Fault(string uri, ClientKind kind, TenantEnvironment environment) =>
        RedirectUri.Fault(uri, kind, environment)
        ?? (
            ResponseParameter(uri) is { } name
                ? $"The query of a redirect URI can't contain the parameter {name}: the response to the client adds its own."
                : null
        );

    private static string? ResponseParameter(string uri)
    {
        if (uri.IndexOf('?', StringComparison.Ordinal) is var begin && begin < 0)
            return null;
        foreach (var pair in uri[(begin + 1)..].Split('&', ';'))
            if (Name(pair) is { } name && OfResponse.Contains(name))
                return name;
        return null;
    }

    private static string? Name(string pair) => FormDecoder.DecodeText(Encoding.UTF8.GetBytes(pair.Split('=', 2)[0]))?.ToLowerInvariant();
}

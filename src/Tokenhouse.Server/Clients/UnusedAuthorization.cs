using System.Collections.Frozen;
using System.Net.Http.Headers;
using Tokenhouse.Core;

namespace Tokenhouse.Server.Clients;

/// <summary>
/// An <c>Authorization</c> header that authenticates no client, such as a proxy's <c>Negotiate</c> or a library's <c>Bearer</c>. Beside
/// credentials in the body it is ignored, and the log names its scheme.
/// </summary>
internal static class UnusedAuthorization
{
    // The log names only these. Any other word may be a secret that was sent without a scheme.
    private static readonly FrozenSet<string> KnownSchemes = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Basic",
        "Bearer",
        "Digest",
        "DPoP",
        "GNAP",
        "HOBA",
        "Mutual",
        "Negotiate",
        "NTLM",
        "OAuth"
    );

    /// <summary>Whether the request has one such header. Two headers, or one without a scheme, may be an attempt to authenticate.</summary>
    public static bool IsSent(HttpRequest request) =>
        request.Headers.Authorization.Count == 1
        && SchemeOf(request) is { } scheme
        && !scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase);

    /// <summary>What the log says about a header that the client's authentication doesn't use.</summary>
    public static RefusalReason Note(HttpRequest request) =>
        SchemeOf(request) is { } scheme && KnownSchemes.TryGetValue(scheme, out var known)
            ? new(
                RefusalKind.HeaderIgnored,
                $"the Authorization header with the scheme {new TrustedText(known)} was ignored: the client identified itself in the body"
            )
            : new(
                RefusalKind.HeaderIgnored,
                $"an Authorization header with an unknown scheme was ignored: the client identified itself in the body"
            );

    private static string? SchemeOf(HttpRequest request) =>
        AuthenticationHeaderValue.TryParse(request.Headers.Authorization[0], out var value) ? value.Scheme : null;
}

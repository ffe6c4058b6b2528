using System.Collections.Frozen;

namespace Tokenhouse.Core;

/// <summary>
/// The redirect URIs of a client, parsed once when the client is loaded, so that a request costs the same however many there are.
/// </summary>
public sealed class RegisteredRedirectUris
{
    private readonly FrozenSet<string> exact;
    private readonly FrozenSet<(string Host, string PathAndQuery)> loopback;
    private readonly FrozenSet<string> origins;

    private RegisteredRedirectUris(IReadOnlyList<string> usable, IEnumerable<(string Host, string PathAndQuery)> loopback)
    {
        exact = usable.ToFrozenSet(StringComparer.Ordinal);
        this.loopback = loopback.ToFrozenSet();
        origins = usable.Select(RedirectUri.Origin).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <param name="registered">The registered URIs. One without an allowed form matches nothing.</param>
    /// <param name="kind">The client's kind: only a native client's loopback address may differ in its port.</param>
    /// <param name="environment">The client's environment.</param>
    public static RegisteredRedirectUris Of(IEnumerable<string> registered, ClientKind kind, TenantEnvironment environment)
    {
        List<string> usable = [.. registered.Where(uri => RedirectUri.Fault(uri, kind, environment) is null)];
        return new(usable, kind is ClientKind.Native ? usable.Select(RedirectUri.WithoutPort).OfType<(string, string)>() : []);
    }

    /// <summary>Whether a request's URI is one of them.</summary>
    public bool Contains(string asked) =>
        asked.Length <= RedirectUri.MaxLength
        && (exact.Contains(asked) || (loopback.Count > 0 && RedirectUri.WithoutPort(asked) is { } place && loopback.Contains(place)));

    /// <summary>Whether one of them is at an origin (RFC 6454).</summary>
    public bool HasOrigin(string origin) => origins.Contains(origin);
}

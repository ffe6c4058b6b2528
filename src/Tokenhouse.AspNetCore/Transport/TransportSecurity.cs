namespace Tokenhouse.AspNetCore.Transport;

/// <summary>Where credentials and tokens may be sent: over TLS, or within this machine.</summary>
internal static class TransportSecurity
{
    public static bool IsSafe(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && IsOfThisMachine(address));

    /// <summary>Names below localhost are always loopback (RFC 6761, 6.3).</summary>
    private static bool IsOfThisMachine(Uri address) =>
        address.IsLoopback || address.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
}

using System.Numerics;

namespace Tokenhouse.Core;

/// <summary>
/// Describes how a redirect URI differs from the most similar registered one. It names the registered one and the parts,
/// but never the sent one, which anyone may have written.
/// </summary>
public static class RedirectUriDifference
{
    private const uint Port = 4;

    private static readonly string[] Parts = ["scheme", "host", "port", "path", "query"];

    /// <param name="registered">The client's URIs.</param>
    /// <param name="asked">The URI that was sent.</param>
    /// <param name="kind">The client's kind: the port of a native client's loopback address makes no difference.</param>
    /// <param name="parameter">The parameter in which it was sent.</param>
    public static RefusalReason Of(IReadOnlyList<string> registered, string asked, ClientKind kind, string parameter = "redirect_uri")
    {
        var sent = new TrustedText(parameter);
        if (registered.Count == 0)
            return new(RefusalKind.RedirectUriNotRegistered, $"the client has registered no {sent}");
        var nearest = registered.MinBy(uri => BitOperations.PopCount(Bits(uri)))!;
        var (differing, where) = (Bits(nearest), new TrustedText(nearest));
        var parts = Parts.Where((_, index) => (differing & (1u << index)) != 0).ToList();
        var what = new TrustedText(
            parts.Count == 0 ? "spelling"
            : parts.Count == 1 ? parts[0]
            : $"{string.Join(", ", parts.SkipLast(1))} and {parts[^1]}"
        );
        return new(RefusalKind.RedirectUriNotRegistered, $"the {sent} differs from the registered {where} in its {what}");

        uint Bits(string uri) =>
            kind is ClientKind.Native && RedirectUri.WithoutPort(asked) is not null && RedirectUri.WithoutPort(uri) is not null
                ? Between(asked, uri) & ~Port
                : Between(asked, uri);
    }

    /// <summary>A bit for each part that differs.</summary>
    private static uint Between(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        var own = new Split(one);
        var others = new Split(other);
        return (own.Scheme.SequenceEqual(others.Scheme) ? 0u : 1)
            | (own.Host.SequenceEqual(others.Host) ? 0u : 2)
            | (own.Port.SequenceEqual(others.Port) ? 0u : Port)
            | (own.Path.SequenceEqual(others.Path) ? 0u : 8)
            | (own.Query.SequenceEqual(others.Query) ? 0u : 16);
    }

    /// <summary>
    /// The parts of a URI, valid or not, found by their separators in one pass. This is cheap, whatever a client registered and
    /// whatever a stranger sends.
    /// </summary>
    private readonly ref struct Split
    {
        public Split(ReadOnlySpan<char> uri)
        {
            if (uri.IndexOfAny('?', '#') is var mark and >= 0)
            {
                Query = uri[mark..];
                uri = uri[..mark];
            }
            if (uri.IndexOf(':') is var colon and >= 0)
            {
                Scheme = uri[..colon];
                uri = uri[(colon + 1)..];
            }
            if (!uri.StartsWith("//"))
            {
                Path = uri;
                return;
            }
            uri = uri[2..];
            if (uri.IndexOf('/') is var slash and >= 0)
            {
                Path = uri[slash..];
                uri = uri[..slash];
            }
            var last = uri.LastIndexOf(':');
            Host = last > uri.LastIndexOf(']') ? uri[..last] : uri;
            Port = last > uri.LastIndexOf(']') ? uri[(last + 1)..] : [];
        }

        public ReadOnlySpan<char> Scheme { get; }

        public ReadOnlySpan<char> Host { get; }

        public ReadOnlySpan<char> Port { get; }

        public ReadOnlySpan<char> Path { get; }

        public ReadOnlySpan<char> Query { get; }
    }
}

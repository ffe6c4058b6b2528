using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Tokenhouse.AspNetCore.Transport;

namespace Tokenhouse.AspNetCore.Authorities;

/// <summary>The authorities of the options. A token is only ever checked against one of them.</summary>
internal sealed class AuthorityRegistry
{
    private readonly FrozenDictionary<string, Authority> byName;
    private readonly FrozenDictionary<string, string> byHost;
    private readonly TokenhouseOptions options;

    public AuthorityRegistry(TokenhouseOptions options, Backchannel backchannel, TimeProvider clock, ILogger<Authority> log)
    {
        this.options = options;
        All = [.. options.Authorities.Select(name => new Authority(name, options, backchannel, clock, log))];
        byHost = options.IntrospectionAuthorities.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase); // independent of the configured comparer
        byName = All.ToFrozenDictionary(authority => authority.Name, StringComparer.Ordinal);
    }

    /// <summary>In the order of the options.</summary>
    public IReadOnlyList<Authority> All { get; }

    /// <summary>The authority with exactly that name.</summary>
    public Authority? Issuing(string? issuer) => issuer is null ? null : byName.GetValueOrDefault(issuer);

    /// <summary>The authority that introspects opaque tokens for a call at that host; null if there is none.</summary>
    public Authority? Introspecting(HostString host)
    {
        if (byHost.Count > 0)
            return byHost.TryGetValue(host.Host, out var named) ? byName[named] : null;
        if (options.IntrospectionAuthority is { } one)
            return byName[one];
        return All is [var only] ? only : null;
    }
}

using System.Net;
using Microsoft.Extensions.Options;
using Tokenhouse.AspNetCore.Authorities;
using Tokenhouse.AspNetCore.Transport;

namespace Tokenhouse.AspNetCore;

/// <summary>Finds all errors in the options at once. Each error is a sentence that says what to write.</summary>
internal sealed class TokenhouseOptionsValidator : IValidateOptions<TokenhouseOptions>
{
    private static readonly TimeSpan LongestCacheLifetime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LargestClockSkew = TimeSpan.FromMinutes(5);

    public ValidateOptionsResult Validate(string? name, TokenhouseOptions options)
    {
        List<string> faults =
        [
            .. Identity(options),
            .. Authorities(options),
            .. Tenants(options),
            .. Introspection(options),
            .. Durations(options),
        ];
        faults.AddRange(
            options
                .Proxies.Where(proxy => !IPNetwork.TryParse(proxy, out _))
                .Select(proxy => $"Proxies: '{proxy}' isn't a network. Use the form '10.0.0.0/8'.")
        );
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Identity(TokenhouseOptions options)
    {
        if (options.Environment is not ("LIVE" or "UAT"))
            yield return "Environment must be 'LIVE' or 'UAT', depending on which tokens this API accepts. There is no default.";
        if (!IsQuotable(options.Audience))
            yield return "Audience must be the identifier of this API, such as 'urn:tokenhouse:hr'.";
        if (options.ClientId.Length == 0)
            yield return "ClientId must be the ID of this API's own client (kind api), such as 'hr-api'.";
        foreach (var authority in options.Authorities.Where(authority => options.SecretFor(authority).Length == 0))
            yield return $"ClientSecret must be the secret of this API's own client at {authority}. Don't put it into source code or configuration files.";
        foreach (var authority in options.ClientSecrets.Keys.Except(options.Authorities, StringComparer.Ordinal))
            yield return $"ClientSecrets names '{authority}', which is not in Authorities.";
    }

    private static IEnumerable<string> Authorities(TokenhouseOptions options)
    {
        if (options.Authorities.Count == 0)
            yield return "Authorities must contain at least one issuer, such as 'https://login.dc2.example.com'.";
        foreach (var authority in options.Authorities)
            if (!Uri.TryCreate(authority, UriKind.Absolute, out var address) || address.Query.Length > 0 || authority.EndsWith('/'))
                yield return $"Authorities: '{authority}' isn't an issuer. Write it exactly as published, such as 'https://login.dc2.example.com'.";
            else if (!TransportSecurity.IsSafe(address))
                yield return $"Authorities: '{authority}' must begin with https. Use http only on loopback.";
        foreach (var twice in options.Authorities.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1))
            yield return $"Authorities contains '{twice.Key}' twice.";
    }

    private static IEnumerable<string> Tenants(TokenhouseOptions options)
    {
        foreach (var (range, authorities) in options.Tenants)
        {
            if (TenantRange.Read(range) is null)
                yield return $"Tenants: '{range}' isn't a tenant number. Write a number such as '218', a range such as '200000-299999', or '*' for all.";
            foreach (var unknown in authorities.Except(options.Authorities, StringComparer.Ordinal))
                yield return $"Tenants: '{unknown}' (for {range}) is not in Authorities.";
        }
        List<TenantRange> ranges = [.. options.Tenants.Keys.Select(TenantRange.Read).OfType<TenantRange>().OrderBy(range => range.First)];
        foreach (var (one, next) in ranges.Zip(ranges.Skip(1)).Where(pair => pair.First.Overlaps(pair.Second)))
            yield return $"Tenants: {one.Text} and {next.Text} overlap. List each tenant once, with every authority that issues its tokens.";
        if (options.AcceptAnyTenant || options.Authorities.Count < 2)
            yield break;
        if (options.Tenants.Count == 0)
            yield return "Tenants must say which tenants you accept from which authority, such as Tenants[\"200000-299999\"] = [\"https://login.dc2.example.com\"], because each datacentre numbers its own tenants. If your API identifies tenants by issuer and number together, set AcceptAnyTenant.";
        else
            foreach (var authority in options.Authorities.Except(options.Tenants.Values.SelectMany(named => named), StringComparer.Ordinal))
                yield return $"Tenants lists no tenant for '{authority}', so all of its tokens would be refused. Add the tenants it issues tokens for.";
    }

    private static IEnumerable<string> Introspection(TokenhouseOptions options)
    {
        if (options is { IntrospectionAuthority: not null, IntrospectionAuthorities.Count: > 0 })
            yield return "Set IntrospectionAuthority or IntrospectionAuthorities, but not both: each token is introspected at exactly one authority.";
        if (options.IntrospectionAuthority is { } one && !options.Authorities.Contains(one))
            yield return $"IntrospectionAuthority is '{one}', which is not in Authorities.";
        foreach (var (host, authority) in options.IntrospectionAuthorities)
            if (!options.Authorities.Contains(authority))
                yield return $"IntrospectionAuthorities: '{authority}' (for {host}) is not in Authorities.";
    }

    private static IEnumerable<string> Durations(TokenhouseOptions options)
    {
        if (options.IntrospectionCacheLifetime < TimeSpan.Zero || options.IntrospectionCacheLifetime > LongestCacheLifetime)
            yield return "IntrospectionCacheLifetime must be from zero to one minute.";
        if (options.ClockSkew < TimeSpan.Zero || options.ClockSkew > LargestClockSkew)
            yield return "ClockSkew must be from zero to five minutes.";
        if (options.StateInterval < TimeSpan.FromMilliseconds(100) || options.StateInterval > options.MaxStateAge)
            yield return "StateInterval must be from 100 milliseconds to MaxStateAge.";
        if (options.MaxRevocationAge < options.MaxStateAge)
            yield return "MaxRevocationAge must be at least MaxStateAge.";
        if (options.KeyRefreshInterval < TimeSpan.FromSeconds(1))
            yield return "KeyRefreshInterval must be at least one second.";
        if (options.BackchannelTimeout <= TimeSpan.Zero || options.BackchannelTimeout > TimeSpan.FromMinutes(1))
            yield return "BackchannelTimeout must be more than zero and at most one minute.";
    }

    /// <summary>Whether it can be quoted in the challenge.</summary>
    private static bool IsQuotable(string text) =>
        text.Length > 0 && text.All(letter => letter is > ' ' and < (char)127 and not ('"' or '\\'));
}

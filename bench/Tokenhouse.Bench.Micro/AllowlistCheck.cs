using System.Collections.Frozen;
using System.Net;
using BenchmarkDotNet.Attributes;
using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Bench.Micro;

/// <summary>
/// What an allowlist of 10,000 entries costs a request: the search alone, where it is easy and where it is hardest, and the whole judgement of
/// an address as authentication makes it.
/// </summary>
public class AllowlistCheck
{
    private const int Entries = 10_000;
    private const int Asked = 8192;
    private const long Tenant = 218;
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(57);

    private readonly Allowlist scattered = List(Enumerable.Range(0, Entries).Select(i => $"10.{i / 250}.{i % 250}.7/32"));
    private readonly Allowlist six = List(Enumerable.Range(0, Entries).Select(i => $"2001:db8:{i:x}::/48"));

    // Each network lies in the one before, and the address is in none but the widest: every step outwards has to be taken.
    private readonly Allowlist nested = List([
        .. Enumerable.Range(0, 33).Select(length => $"{(length < 2 ? "0.0.0.0" : "64.0.0.0")}/{length}"),
        .. Enumerable.Range(0, Entries - 33).Select(i => $"10.{i / 250}.{i % 250}.7/32"),
    ]);
    private readonly Allowlist nestedSix = List([
        .. Enumerable.Range(0, 129).Select(length => $"{(length < 2 ? "::" : "4000::")}/{length}"),
        .. Enumerable.Range(0, Entries - 129).Select(i => $"2001:db8:{i:x}::/48"),
    ]);

    // All over the lists, so that no search profits from the one before.
    private readonly IPAddress[] listed = [.. Scattered(i => $"10.{i / 250}.{i % 250}.7")];
    private readonly IPAddress[] unlisted = [.. Scattered(i => $"10.{i / 250}.{i % 250}.8")];
    private readonly IPAddress[] mapped = [.. Scattered(i => $"::ffff:10.{i / 250}.{i % 250}.7")];
    private readonly IPAddress[] listedSix = [.. Scattered(i => $"2001:db8:{i:x}::1")];
    private readonly IPAddress outermost = IPAddress.Parse("200.0.0.1");
    private readonly IPAddress outermostSix = IPAddress.Parse("c000::1");

    private RegisteredClient client = null!;

    [GlobalSetup]
    public void Register()
    {
        var row = new Client
        {
            Id = "bench",
            TenantId = Tenant,
            Environment = TenantEnvironment.LIVE,
            Kind = ClientKind.Machine,
            Name = "bench",
            Scopes = [],
            CreatedAt = Now,
        };
        var tenant = new Tenant
        {
            Id = Tenant,
            Slug = "bench",
            Name = "bench",
            Dialects = [],
        };
        client = new(
            new(row, scattered, null),
            new(tenant, new Dictionary<TenantEnvironment, Allowlist> { [TenantEnvironment.LIVE] = scattered }),
            new(FrozenDictionary<string, string>.Empty)
        );
        if (Listed() != Asked || Six() != Asked || Mapped() != Asked || Unlisted() != 0)
            throw new InvalidOperationException("The lists do not hold what is looked for.");
        if (Outermost()?.Network != "0.0.0.0/0" || OutermostSix()?.Network != "::/0" || Whole() != Asked)
            throw new InvalidOperationException("The nested lists do not hold what is looked for.");
    }

    [Benchmark(Description = "IPv4, listed", OperationsPerInvoke = Asked)]
    public int Listed() => Matches(scattered, listed);

    [Benchmark(Description = "IPv4, not listed", OperationsPerInvoke = Asked)]
    public int Unlisted() => Matches(scattered, unlisted);

    [Benchmark(Description = "IPv4 written as IPv6", OperationsPerInvoke = Asked)]
    public int Mapped() => Matches(scattered, mapped);

    [Benchmark(Description = "IPv6, listed", OperationsPerInvoke = Asked)]
    public int Six() => Matches(six, listedSix);

    [Benchmark(Description = "IPv4, in the outermost of 33 nested")]
    public AllowedNetwork? Outermost() => nested.Match(outermost);

    [Benchmark(Description = "IPv6, in the outermost of 129 nested")]
    public AllowedNetwork? OutermostSix() => nestedSix.Match(outermostSix);

    [Benchmark(Description = "whole judgement, client and tenant with 10,000 each", OperationsPerInvoke = Asked)]
    public int Whole()
    {
        var admitted = 0;
        foreach (var address in listed)
            admitted += client.Admit(address, Now).Ok(out _, out _) ? 1 : 0;
        return admitted;
    }

    private static int Matches(Allowlist list, IPAddress[] addresses)
    {
        var matches = 0;
        foreach (var address in addresses)
            matches += list.Match(address) is null ? 0 : 1;
        return matches;
    }

    private static IEnumerable<IPAddress> Scattered(Func<int, string> spell) =>
        Enumerable.Range(0, Asked).Select(i => IPAddress.Parse(spell(i * 7919 % Entries)));

    private static Allowlist List(IEnumerable<string> networks) =>
        new([
            .. networks.Select(network => new AllowedNetwork
            {
                Id = Guid.Empty,
                TenantId = Tenant,
                Environment = TenantEnvironment.LIVE,
                Network = network,
                Label = "bench",
                AddedBy = "bench",
                AddedAt = Now,
            }),
        ]);
}

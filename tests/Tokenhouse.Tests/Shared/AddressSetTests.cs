using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Tokenhouse.Shared;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Shared;

/// <summary>Which addresses a list of networks holds.</summary>
[Trait("Category", "Security")]
public sealed class AddressSetTests
{
    /// <summary>Few different octets, so that networks are often nested, repeated and hit.</summary>
    private static readonly Gen<byte> Octet = Gen.Elements<byte>(0, 0, 1, 10, 127, 128, 255);

    private static readonly Gen<IPAddress> Four = Gen.ArrayOf(Octet, 4).Select(octets => new IPAddress(octets));

    private static readonly Gen<IPAddress> Six = Gen.ArrayOf(Octet, 16).Select(octets => new IPAddress(octets));

    private static readonly Gen<IPAddress> Addresses = Gen.OneOf(Four, Four.Select(address => address.MapToIPv6()), Six);

    private static readonly Gen<IPNetwork> Networks =
        from address in Addresses
        from length in Gen.Choose(0, address.GetAddressBytes().Length * 8)
        select new IPNetwork(Cut(address, length), length);

    [Fact]
    public void It_agrees_with_a_slow_reference_about_every_address_and_list()
    {
        var pairs =
            from networks in Gen.ListOf(Networks, 20)
            from address in Gen.OneOf(Addresses, Within(networks))
            select (networks, address);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Iterations.Of(600, 1_000_000)).WithEndSize(100),
            Prop.ForAll(
                pairs.ToArbitrary(),
                pair =>
                {
                    var index = new AddressSet([.. pair.networks]).IndexOf(pair.address);
                    SlowAddressSet.PrefixOfNarrowest(pair.networks, pair.address).ShouldBe(index < 0 ? -1 : Length(pair.networks[index]));
                    if (index >= 0)
                        SlowAddressSet.PrefixOfNarrowest([pair.networks[index]], pair.address).ShouldBeGreaterThanOrEqualTo(0);
                }
            )
        );
    }

    [Theory]
    [InlineData("203.0.113.7/32", "203.0.113.7", true)]
    [InlineData("203.0.113.7/32", "203.0.113.8", false)]
    [InlineData("203.0.113.0/24", "203.0.113.255", true)]
    [InlineData("203.0.113.0/24", "203.0.114.0", false)]
    [InlineData("203.0.113.0/24", "::ffff:203.0.113.9", true)]
    [InlineData("::ffff:203.0.113.0/120", "203.0.113.9", true)]
    [InlineData("0.0.0.0/0", "255.255.255.255", true)]
    [InlineData("0.0.0.0/0", "::1", false)]
    [InlineData("::/0", "2001:db8::1", true)]
    [InlineData("::/0", "203.0.113.7", false)]
    [InlineData("::/0", "::ffff:203.0.113.7", false)]
    [InlineData("2001:db8::/32", "2001:db8:ffff::", true)]
    [InlineData("2001:db8::/32", "2001:db9::", false)]
    [InlineData("fe80::/10", "fe80::1%3", true)]
    public void A_network_holds_its_addresses_and_no_others(string network, string address, bool holds) =>
        new AddressSet([IPNetwork.Parse(network)]).Contains(IPAddress.Parse(address)).ShouldBe(holds);

    [Fact]
    public void The_narrowest_network_is_the_one_that_is_named()
    {
        List<string> networks = ["10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24", "10.1.3.0/24"];
        AddressSet set = new([.. networks.Select(IPNetwork.Parse)]);
        set.IndexOf(IPAddress.Parse("10.1.2.9")).ShouldBe(2);
        set.IndexOf(IPAddress.Parse("10.1.4.9")).ShouldBe(1);
        set.IndexOf(IPAddress.Parse("10.2.0.1")).ShouldBe(0);
        set.IndexOf(IPAddress.Parse("11.0.0.0")).ShouldBe(-1);
    }

    [Fact]
    public void An_empty_list_holds_nothing()
    {
        new AddressSet([]).Contains(IPAddress.Loopback).ShouldBeFalse();
        new AddressSet([]).Count.ShouldBe(0);
    }

    private static Gen<IPAddress> Within(IEnumerable<IPNetwork> networks)
    {
        var edges = networks.SelectMany(network => new[] { network.BaseAddress, Last(network) }).ToList();
        return edges.Count == 0 ? Addresses : Gen.Elements<IPAddress>(edges);
    }

    private static IPAddress Cut(IPAddress address, int length)
    {
        var octets = address.GetAddressBytes();
        for (var bit = length; bit < octets.Length * 8; bit++)
            octets[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return new(octets);
    }

    private static IPAddress Last(IPNetwork network)
    {
        var octets = network.BaseAddress.GetAddressBytes();
        for (var bit = network.PrefixLength; bit < octets.Length * 8; bit++)
            octets[bit / 8] |= (byte)(0x80 >> (bit % 8));
        return new(octets);
    }

    private static int Length(IPNetwork network) =>
        network.BaseAddress.IsIPv4MappedToIPv6 && network.PrefixLength >= 96 ? network.PrefixLength - 96 : network.PrefixLength;
}

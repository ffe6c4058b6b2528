using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Shared;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Allowlists;

/// <summary>What people may write as a network, and in which one spelling it is kept.</summary>
[Trait("Category", "Security")]
public sealed class CanonicalNetworkTests
{
    private static readonly Gen<byte> Octet = Gen.Elements<byte>(0, 0, 1, 10, 127, 128, 255);

    private static readonly Gen<IPAddress> Four = Gen.ArrayOf(Octet, 4).Select(octets => new IPAddress(octets));

    private static readonly Gen<IPAddress> Six = Gen.ArrayOf(Octet, 16).Select(octets => new IPAddress(octets));

    private static readonly Gen<IPAddress> Addresses = Gen.OneOf(Four, Four.Select(address => address.MapToIPv6()), Six);

    private static readonly Gen<(string Text, IPNetwork Network)> Networks =
        from address in Addresses
        from length in Gen.Choose(0, address.GetAddressBytes().Length * 8)
        from isLoud in Gen.Elements(false, true)
        let network = new IPNetwork(Cut(address, length), length)
        let text = length == address.GetAddressBytes().Length * 8 && !isLoud ? network.BaseAddress.ToString() : network.ToString()
        select (isLoud ? $"  {text.ToUpperInvariant()} " : text, network);

    /// <summary>Text that is often nearly a network.</summary>
    private static readonly Gen<string> Nearly = Gen.OneOf(
        Networks.Select(network => network.Text),
        Gen.ListOf(
                Gen.Elements("0", "1", "10", "256", ".", "..", ":", "::", "/", "/24", "/0", "ffff", " ", "%1", "[", "]", "x", "-1", "٣"),
                8
            )
            .Select(parts => string.Concat(parts))
    );

    [Fact]
    public void Whatever_is_read_is_canonical_and_holds_what_was_written() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Iterations.Of(20_000, 500_000)),
            Prop.ForAll(
                (
                    from network in Networks
                    from address in Gen.OneOf(Addresses, Gen.Elements(network.Network.BaseAddress))
                    select (network.Text, network.Network, address)
                ).ToArbitrary(),
                written =>
                {
                    if (Read(written.Text) is not { } text)
                        return;
                    Read(text).ShouldBe(text);
                    var kept = IPNetwork.Parse(text);
                    kept.ToString().ShouldBe(text);
                    kept.PrefixLength.ShouldBeGreaterThan(0);
                    kept.BaseAddress.IsIPv4MappedToIPv6.ShouldBeFalse();
                    new AddressSet([kept])
                        .Contains(written.address)
                        .ShouldBe(new AddressSet([written.Network]).Contains(written.address), written.Text);
                }
            )
        );

    [Fact]
    public void Every_network_is_read_unless_it_is_everybody_or_more_than_IPv4_in_disguise() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Iterations.Of(20_000, 500_000)),
            Prop.ForAll(
                Networks.ToArbitrary(),
                written =>
                {
                    var length = written.Network.PrefixLength;
                    var isRefused = written.Network.BaseAddress.IsIPv4MappedToIPv6 ? length <= 96 : length == 0;
                    (Read(written.Text) is null).ShouldBe(isRefused, written.Text);
                }
            )
        );

    [Fact]
    public void Nonsense_is_refused_with_a_sentence_and_nothing_is_thrown() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Iterations.Of(20_000, 500_000)),
            Prop.ForAll(
                Nearly.ToArbitrary(),
                written =>
                {
                    if (CanonicalNetwork.Read(written).Ok(out var network, out var problem))
                        IPNetwork.Parse(network.Text).ToString().ShouldBe(network.Text);
                    else
                        (problem.Status, problem.Detail[^1]).ShouldBe((422, '.'));
                }
            )
        );

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7/32")]
    [InlineData(" 203.0.113.0/24 ", "203.0.113.0/24")]
    [InlineData("2001:DB8::7", "2001:db8::7/128")]
    [InlineData("2001:db8:0:0::/32", "2001:db8::/32")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7/32")]
    [InlineData("::ffff:203.0.113.0/120", "203.0.113.0/24")]
    [InlineData("128.0.0.0/1", "128.0.0.0/1")]
    [InlineData("8000::/1", "8000::/1")]
    public void One_network_has_one_spelling(string written, string kept) => Read(written).ShouldBe(kept);

    [Theory]
    [InlineData("", "Enter an address such as 203.0.113.7, or a network such as 203.0.113.0/24.")]
    [InlineData("  ", "Enter an address such as 203.0.113.7, or a network such as 203.0.113.0/24.")]
    [InlineData("office", "office isn't a valid IP address. {0}")]
    [InlineData("10.1", "10.1 isn't a valid IP address. {0}")]
    [InlineData("010.1.2.3", "010.1.2.3 isn't a valid IP address. {0}")]
    [InlineData("203.0.113.256", "203.0.113.256 isn't a valid IP address. {0}")]
    [InlineData("0x7f.0.0.1", "0x7f.0.0.1 isn't a valid IP address. {0}")]
    [InlineData("2130706433", "2130706433 isn't a valid IP address. {0}")]
    [InlineData("fe80::1%3", "fe80::1%3 isn't a valid IP address. {0}")]
    [InlineData("[2001:db8::7]", "[2001:db8::7] isn't a valid IP address. {0}")]
    [InlineData("203.0.113.0/24/24", "203.0.113.0/24/24 isn't a valid IP address. {0}")]
    [InlineData("/24", "/24 isn't a valid IP address. {0}")]
    [InlineData("203.0.113.0/", "After the slash in 203.0.113.0/, write a number from 1 to 32.")]
    [InlineData("203.0.113.0/33", "After the slash in 203.0.113.0/33, write a number from 1 to 32.")]
    [InlineData("203.0.113.0/-1", "After the slash in 203.0.113.0/-1, write a number from 1 to 32.")]
    [InlineData("203.0.113.0/+24", "After the slash in 203.0.113.0/+24, write a number from 1 to 32.")]
    [InlineData("203.0.113.0/255.255.255.0", "After the slash in 203.0.113.0/255.255.255.0, write a number from 1 to 32.")]
    [InlineData("2001:db8::/129", "After the slash in 2001:db8::/129, write a number from 1 to 128.")]
    [InlineData("2001:db8::/0128", "After the slash in 2001:db8::/0128, write a number from 1 to 128.")]
    [InlineData("::ffff:203.0.113.0/95", "::ffff:203.0.113.0/95 contains more than IPv4 addresses. Write the IPv4 network itself.")]
    [InlineData("0.0.0.0/0", "{1}")]
    [InlineData("::/0", "{1}")]
    [InlineData("10.0.0.1/0", "{1}")]
    [InlineData("::ffff:0.0.0.0/96", "{1}")]
    [InlineData(
        "203.0.113.7/24",
        "203.0.113.7/24 doesn't start at the beginning of its network. Write 203.0.113.0/24, or 203.0.113.7 for the single address."
    )]
    [InlineData(
        "2001:db8::7/32",
        "2001:db8::7/32 doesn't start at the beginning of its network. Write 2001:db8::/32, or 2001:db8::7 for the single address."
    )]
    public void What_cannot_be_taken_is_explained(string written, string sentence)
    {
        var problem = Refused(written);
        (problem.Status, problem.Title).ShouldBe((422, "Please check what you entered"));
        problem
            .Fields["network"]
            .ShouldBe(
                sentence
                    .Replace(
                        "{0}",
                        "Enter one such as 203.0.113.7 or 2001:db8::7, or a network such as 203.0.113.0/24.",
                        StringComparison.Ordinal
                    )
                    .Replace(
                        "{1}",
                        "A network of all addresses allows everyone. If you don't need an allowlist, leave it empty, or ask the operator for an exemption.",
                        StringComparison.Ordinal
                    )
            );
    }

    [Fact]
    public void A_long_text_is_shown_shortened() =>
        Refused(new string('x', 5000)).Detail.ShouldStartWith(new string('x', 60) + "… isn't a valid IP address.");

    private static string? Read(string written) => CanonicalNetwork.Read(written).Ok(out var network, out _) ? network.Text : null;

    private static Problem Refused(string written) =>
        CanonicalNetwork.Read(written).Ok(out var network, out var problem)
            ? throw new InvalidOperationException($"It was read as {network.Text}.")
            : problem;

    private static IPAddress Cut(IPAddress address, int length)
    {
        var octets = address.GetAddressBytes();
        for (var bit = length; bit < octets.Length * 8; bit++)
            octets[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return new(octets);
    }
}

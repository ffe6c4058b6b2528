using System.Net;
using Microsoft.Extensions.Primitives;
using Tokenhouse.Shared;

namespace Tokenhouse.Tests.Shared;

/// <summary>Where a request came from, and when nobody knows.</summary>
[Trait("Category", "Security")]
public sealed class ClientAddressTests
{
    private static readonly IPNetwork[] Proxies = [IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("2001:db8:1::/64")];

    [Theory]
    [InlineData("203.0.113.7", null, "203.0.113.7")]
    [InlineData("203.0.113.7", "198.51.100.1", "203.0.113.7")] // a stranger's word about himself
    [InlineData("10.0.0.1", "203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:10.0.0.1", "203.0.113.7", "203.0.113.7")]
    [InlineData("10.0.0.1", "198.51.100.1, 203.0.113.7", "203.0.113.7")]
    [InlineData("10.0.0.1", "nonsense, 203.0.113.7", "203.0.113.7")] // what lies before it is nobody's word
    [InlineData("10.0.0.1", "203.0.113.7, 10.2.0.1", "203.0.113.7")]
    [InlineData("10.0.0.1", "203.0.113.7:4711", "203.0.113.7")]
    [InlineData("10.0.0.1", "2001:db8::7", "2001:db8::7")]
    [InlineData("10.0.0.1", "[2001:db8::7]:4711", "2001:db8::7")]
    [InlineData("2001:db8:1::9", "[2001:db8::7]", "2001:db8::7")]
    [InlineData("10.0.0.1", "::ffff:203.0.113.7", "::ffff:203.0.113.7")]
    [InlineData("10.0.0.1", "10.3.0.1, 10.2.0.1", "10.3.0.1")]
    [InlineData("10.0.0.1", null, null)]
    [InlineData("10.0.0.1", "", null)]
    [InlineData("10.0.0.1", "unknown", null)]
    [InlineData("10.0.0.1", "203.0.113.7,", null)]
    [InlineData("10.0.0.1", "203.0.113.7, _hidden", null)]
    [InlineData("10.0.0.1", "203.0.113", null)]
    [InlineData("10.0.0.1", "203.0.113.07", null)]
    [InlineData("10.0.0.1", "0x7f.0.0.1", null)]
    [InlineData("10.0.0.1", "2130706433", null)]
    [InlineData("10.0.0.1", "203.0.113.7 198.51.100.1", null)]
    [InlineData("10.0.0.1", "203.0.113.7\t", "203.0.113.7")]
    [InlineData(null, "203.0.113.7", null)]
    public void Only_configured_proxies_are_believed_and_what_cannot_be_read_is_no_address(string? peer, string? header, string? address) =>
        Format(ClientAddress.Find(peer is null ? null : IPAddress.Parse(peer), header, Proxies)).ShouldBe(address);

    [Theory]
    [InlineData("203.0.113.7", "10.2.0.1", "203.0.113.7")]
    [InlineData("198.51.100.1", "203.0.113.7", "203.0.113.7")]
    [InlineData("203.0.113.7", "nonsense", null)]
    public void Several_headers_are_one_list(string first, string second, string? address) =>
        Format(ClientAddress.Find(IPAddress.Parse("10.0.0.1"), new StringValues([first, second]), Proxies)).ShouldBe(address);

    [Fact]
    public void Without_proxies_the_peer_is_the_client() =>
        ClientAddress.Find(IPAddress.Parse("10.0.0.1"), "203.0.113.7", []).ShouldBe(IPAddress.Parse("10.0.0.1"));

    private static string? Format(IPAddress? address) => address?.ToString();
}

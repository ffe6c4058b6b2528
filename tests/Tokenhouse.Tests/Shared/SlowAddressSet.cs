using System.Net;
using System.Numerics;

namespace Tokenhouse.Tests.Shared;

/// <summary>What <see cref="Tokenhouse.Shared.AddressSet"/> is held against: one network after the other, bit by bit, in numbers without bound.</summary>
internal static class SlowAddressSet
{
    public static int PrefixOfNarrowest(IEnumerable<IPNetwork> networks, IPAddress address) =>
        networks
            .Select(network => (Bits: Bits(network.BaseAddress), network.PrefixLength))
            .Select(network =>
                network.Bits.Length == 128 && IsMapped(network.Bits) && network.PrefixLength >= 96
                    ? (Bits: network.Bits[96..], PrefixLength: network.PrefixLength - 96)
                    : network
            )
            .Where(network => Holds(network.Bits, network.PrefixLength, Plain(Bits(address))))
            .Select(network => network.PrefixLength)
            .DefaultIfEmpty(-1)
            .Max();

    private static bool Holds(string network, int length, string address) =>
        network.Length == address.Length && network[..length] == address[..length];

    private static string Plain(string bits) => bits.Length == 128 && IsMapped(bits) ? bits[96..] : bits;

    private static bool IsMapped(string bits) => bits.StartsWith(new string('0', 80) + new string('1', 16), StringComparison.Ordinal);

    private static string Bits(IPAddress address)
    {
        var octets = address.GetAddressBytes();
        var number = new BigInteger(octets, isUnsigned: true, isBigEndian: true);
        return string.Concat(Enumerable.Range(0, octets.Length * 8).Reverse().Select(bit => (number >> bit & 1).IsZero ? '0' : '1'));
    }
}

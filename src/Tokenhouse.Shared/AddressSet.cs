using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Tokenhouse.Shared;

/// <summary>
/// Networks, arranged so that a binary search finds the one that contains an address. IPv4 addresses written as IPv6
/// (RFC 4291, 2.5.5.2) count as IPv4, on both sides.
/// </summary>
internal sealed class AddressSet
{
    private readonly Row[] four;
    private readonly Row[] six;

    public AddressSet(IReadOnlyList<IPNetwork> networks)
    {
        Count = networks.Count;
        var rows = networks.Select((network, index) => new Row(Plain(network), index)).ToLookup(row => row.IsFour);
        (four, six) = (Nested(rows[true]), Nested(rows[false]));
    }

    public int Count { get; }

    public bool Contains(IPAddress address) => IndexOf(address) >= 0;

    /// <summary>The index in the original list of the narrowest network that contains an address; -1 if there is none.</summary>
    public int IndexOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        var rows = address.AddressFamily is AddressFamily.InterNetwork ? four : six;
        // Networks are either nested or disjoint: a match is the last one that begins before the address, or a network around that one.
        var at = LastNotAfter(rows, Number(address));
        while (at >= 0 && !rows[at].Network.Contains(address))
            at = rows[at].Around;
        return at < 0 ? -1 : rows[at].Index;
    }

    private static IPNetwork Plain(IPNetwork network) =>
        network.BaseAddress.IsIPv4MappedToIPv6 && network.PrefixLength >= 96
            ? new(network.BaseAddress.MapToIPv4(), network.PrefixLength - 96)
            : network;

    /// <summary>Sorted by first address, wider ones first. Each knows the next wider one around it.</summary>
    private static Row[] Nested(IEnumerable<Row> unordered)
    {
        Row[] rows = [.. unordered.OrderBy(row => row.First).ThenBy(row => row.Network.PrefixLength)];
        var around = new Stack<int>();
        for (var i = 0; i < rows.Length; i++)
        {
            // An identical network doesn't count as wider, so that duplicates don't lengthen the walk.
            while (around.TryPeek(out var top) && (rows[top].Network.Equals(rows[i].Network) || !rows[top].Holds(rows[i])))
                around.Pop();
            rows[i].Around = around.TryPeek(out var next) ? next : -1;
            around.Push(i);
        }
        return rows;
    }

    private static int LastNotAfter(Row[] rows, UInt128 address)
    {
        var (low, high) = (0, rows.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (rows[middle].First <= address)
                low = middle + 1;
            else
                high = middle;
        }
        return low - 1;
    }

    private static UInt128 Number(IPAddress address)
    {
        Span<byte> octets = stackalloc byte[16];
        octets.Clear();
        address.TryWriteBytes(octets, out var length);
        return BinaryPrimitives.ReadUInt128BigEndian(octets) >> (8 * (octets.Length - length));
    }

    private struct Row(IPNetwork network, int index)
    {
        public readonly IPNetwork Network = network;
        public readonly int Index = index;
        public readonly UInt128 First = Number(network.BaseAddress);
        public int Around = -1;

        public readonly bool IsFour => Network.BaseAddress.AddressFamily is AddressFamily.InterNetwork;

        public readonly bool Holds(Row other) => Network.Contains(other.Network.BaseAddress);
    }
}

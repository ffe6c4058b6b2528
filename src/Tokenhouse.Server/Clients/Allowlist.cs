using System.Net;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Shared;

namespace Tokenhouse.Server.Clients;

/// <summary>The networks on one list, of a client or of a tenant in an environment.</summary>
public sealed class Allowlist(IReadOnlyList<AllowedNetwork> entries)
{
    public static readonly Allowlist Empty = new([]);

    private readonly AddressSet addresses = new([.. entries.Select(entry => IPNetwork.Parse(entry.Network))]);

    public bool IsEmpty => entries.Count == 0;

    /// <summary>The narrowest entry that contains an address; null if there is none.</summary>
    public AllowedNetwork? Match(IPAddress address) => addresses.IndexOf(address) is var index and >= 0 ? entries[index] : null;
}

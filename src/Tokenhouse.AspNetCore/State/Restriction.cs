using System.Net;
using Tokenhouse.Shared;

namespace Tokenhouse.AspNetCore.State;

/// <summary>The allowlists of a client, all of which must contain its address. An empty one contains nothing.</summary>
internal sealed class Restriction(IReadOnlyList<AddressSet> allowlists, long? exemptUntil)
{
    /// <summary>Whether the client is exempt from its lists, for example while it has dynamic addresses.</summary>
    public bool IsExempt(DateTimeOffset now) => exemptUntil is { } until && now.ToUnixTimeSeconds() < until;

    public bool Admits(IPAddress address)
    {
        foreach (var allowlist in allowlists)
            if (!allowlist.Contains(address))
                return false;
        return allowlists.Count > 0;
    }
}

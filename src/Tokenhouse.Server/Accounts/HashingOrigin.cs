using System.Net;
using Tokenhouse.Server.RateLimiting;

namespace Tokenhouse.Server.Accounts;

/// <summary>The origin of a password to hash: the queue serves networks in turn, and within a network, no account can fill it.</summary>
/// <param name="Network">The address block that one subscriber or attacker usually has.</param>
/// <param name="Account">The normalized email.</param>
public sealed record HashingOrigin(string Network, string Account)
{
    /// <summary>The server itself, at its start.</summary>
    public static readonly HashingOrigin Server = new("", "");

    public static HashingOrigin Of(IPAddress? address, string? account) => new(ClientNetwork.Block(address), account ?? "");
}

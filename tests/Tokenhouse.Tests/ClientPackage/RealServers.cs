using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.ClientPackage;

/// <summary>The real server with the datacentres of a machine, of people and of an app key.</summary>
public sealed class RealServers : TestServers
{
    protected override IReadOnlyList<string> Run => ["dc2", "dc3", "dc4"];
}

namespace Tokenhouse.Tests.Support;

/// <summary>Houses that also have the datacentre where app keys are used.</summary>
public sealed class ThreeDatacentreServers : TestServers
{
    protected override IReadOnlyList<string> Run => ["dc2", "dc3", "dc4"];
}

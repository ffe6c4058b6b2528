namespace Tokenhouse.Server.Demo;

/// <summary>A customer, in one datacentre.</summary>
public sealed record DemoTenant(string Datacentre, long Id, string Slug, string Name, IReadOnlyList<DemoClient> Clients);

namespace Tokenhouse.Server.Demo;

/// <summary>A customer, in one datacentre.</summary>
public sealed record DemoTenant(string Datacentre, long Id, string Slug, string Name, IReadOnlyList<DemoClient> Clients)
{
    public IReadOnlyList<string> Dialects { get; init; } = ["Connect"];

    /// <summary>Whether UAT requests within the contract are approved automatically.</summary>
    public bool ApprovesUatItself { get; init; }

    /// <summary>Its members, by email address; each has <see cref="DemoData.Password"/>.</summary>
    public IReadOnlyList<DemoPerson> Members { get; init; } = [];
}

namespace Tokenhouse.Server.Demo;

/// <summary>A customer, in one datacentre.</summary>
public sealed record DemoTenant(string Datacentre, long Id, string Slug, string Name, IReadOnlyList<DemoClient> Clients)
{
    public IReadOnlyList<string> Dialects { get; init; } = ["Connect"];

    /// <summary>Whether requests for UAT that stay inside the contract need no operator.</summary>
    public bool ApprovesUatItself { get; init; }

    /// <summary>Its members, by mail address; each has <see cref="DemoData.Password"/>.</summary>
    public IReadOnlyList<DemoPerson> Members { get; init; } = [];
}

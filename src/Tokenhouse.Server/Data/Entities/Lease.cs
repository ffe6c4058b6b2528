namespace Tokenhouse.Server.Data.Entities;

/// <summary>Work that one server of a datacentre does at a time. Who holds it does it; who stops renewing loses it.</summary>
public sealed class Lease
{
    public required string Name { get; init; }

    public required string Holder { get; set; }

    public required DateTimeOffset Until { get; set; }
}

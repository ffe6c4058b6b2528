namespace Tokenhouse.Server.Data.Entities;

/// <summary>Work that one server of a datacentre does at a time. The holder does it, and loses it if it stops renewing.</summary>
public sealed class Lease
{
    public required string Name { get; init; }

    public required string Holder { get; set; }

    public required DateTimeOffset Until { get; set; }
}

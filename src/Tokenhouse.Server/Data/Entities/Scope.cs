namespace Tokenhouse.Server.Data.Entities;

/// <summary>A scope of the catalogue; belongs to one API.</summary>
public sealed class Scope : IPublished
{
    public required string Name { get; init; }

    public required string ApiIdentifier { get; init; }

    public Subject Subject => Subject.Catalogue;
}

namespace Tokenhouse.Server.Data.Entities;

/// <summary>A scope of the catalogue; belongs to one API.</summary>
public sealed class Scope : ICachedEntity
{
    public required string Name { get; init; }

    public required string ApiIdentifier { get; init; }

    public CacheKey Subject => CacheKey.Catalogue;
}

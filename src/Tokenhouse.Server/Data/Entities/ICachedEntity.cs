namespace Tokenhouse.Server.Data.Entities;

/// <summary>A row that servers cache: saving it tells all of them, through the change feed, what to read again.</summary>
public interface ICachedEntity
{
    /// <summary>The cache entries that depend on this row.</summary>
    CacheKey Subject { get; }

    /// <summary>The properties that readers cache; null for all. Changes of other properties aren't published.</summary>
    IReadOnlyList<string>? Kept => null;
}

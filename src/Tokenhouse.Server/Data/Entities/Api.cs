namespace Tokenhouse.Server.Data.Entities;

/// <summary>One of the vendor's APIs, which tokens are for.</summary>
public sealed class Api : ICachedEntity
{
    /// <summary>The token's <c>aud</c>, the same in LIVE and UAT.</summary>
    public required string Identifier { get; init; }

    public required string Name { get; set; }

    /// <summary>The lifetime of its access tokens, in dialects whose policy allows it; null for the dialect's own.</summary>
    public TimeSpan? AccessTokenLifetime { get; set; }

    public List<Scope> Scopes { get; init; } = [];

    public CacheKey Subject => CacheKey.Catalogue;
}

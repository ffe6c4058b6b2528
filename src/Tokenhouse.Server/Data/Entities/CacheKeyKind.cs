namespace Tokenhouse.Server.Data.Entities;

/// <summary>The kinds of cache entries.</summary>
public enum CacheKeyKind
{
    Client,
    Tenant,
    Catalogue,
    SigningKeys,
    Token,
    Account,

    /// <summary>A kind that only a later release has: during an upgrade, both write to one feed.</summary>
    Other,
}

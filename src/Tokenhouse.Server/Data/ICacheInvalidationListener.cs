using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Data;

/// <summary>A cache that is invalidated by the change feed.</summary>
public interface ICacheInvalidationListener
{
    /// <summary>The entry has changed: its cached value must not be used again.</summary>
    ValueTask Changed(CacheKey cacheKey, CancellationToken cancellationToken);

    /// <summary>Changes may have been missed: no cached value may be used again.</summary>
    ValueTask Forget(CancellationToken cancellationToken);
}

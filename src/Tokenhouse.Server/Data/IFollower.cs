using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Data;

/// <summary>A cache that is invalidated by the change feed.</summary>
public interface IFollower
{
    /// <summary>The entry has changed: its cached value must not be used again.</summary>
    ValueTask Changed(Subject subject, CancellationToken cancellationToken);

    /// <summary>Changes may have been missed: no cached value may be used again.</summary>
    ValueTask Forget(CancellationToken cancellationToken);
}

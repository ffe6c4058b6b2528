using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Data;

/// <summary>Keeps in memory what the change feed speaks of.</summary>
public interface IFollower
{
    /// <summary>The subject was changed: what is in memory of it must not be used again.</summary>
    ValueTask Changed(Subject subject, CancellationToken cancellationToken);

    /// <summary>Changes may have been missed: nothing in memory must be used again.</summary>
    ValueTask Forget(CancellationToken cancellationToken);
}

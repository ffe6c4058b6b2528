namespace Tokenhouse.Server.Data;

/// <summary>Whether the process stood still while it was answering a request: then the answer may be out of date.</summary>
public sealed class RequestFreshness(FreezeDetector freezes, long begunAt)
{
    /// <exception cref="StaleServerException">It stood still.</exception>
    public void ThrowIfStale()
    {
        if (freezes.HasFrozenSince(begunAt))
            throw new StaleServerException();
    }
}

namespace Tokenhouse.Server.Data;

/// <summary>How the server behaves when its databases are slow or away: <c>Tokenhouse:Database</c>.</summary>
public sealed record DatabaseOptions
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestAllowance = TimeSpan.FromMinutes(10);

    /// <summary>How long a request waits for a connection, a lock or a statement, each in whole seconds. Then the response is 503.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long machine tokens are issued and tokens validated from memory while the change feed can't be read. Revocations during that time aren't known.
    /// </summary>
    public TimeSpan OutageAllowance { get; init; } = TimeSpan.FromSeconds(60);

    internal int TimeoutSeconds => (int)Timeout.TotalSeconds;

    internal IEnumerable<string> Faults()
    {
        if (Timeout < TimeSpan.FromSeconds(1) || Timeout > LongestTimeout || Timeout.Ticks % TimeSpan.TicksPerSecond != 0)
            yield return $"Tokenhouse:Database:Timeout is {Timeout}. Set whole seconds, from 00:00:01 to {LongestTimeout}.";
        if (OutageAllowance < Freshness.MaxAge || OutageAllowance > LongestAllowance)
            yield return $"Tokenhouse:Database:OutageAllowance is {OutageAllowance}. Set a time from {Freshness.MaxAge} to {LongestAllowance}.";
    }
}

namespace Tokenhouse.Server.Data.Entities;

/// <summary>One line of the change feed, written in the transaction of the change itself.</summary>
public sealed class Change
{
    /// <summary>Grows in the order in which changes are committed.</summary>
    public long Id { get; init; }

    public required CacheKeyKind Topic { get; init; }

    public required string Key { get; init; }

    public required DateTimeOffset At { get; init; }
}

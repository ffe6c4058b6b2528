namespace Tokenhouse.Server.Data;

/// <summary>
/// How old the knowledge of this server is. A server that stood still answers only after it has read the change feed, and one that hasn't read the feed for
/// <see cref="MaxAge"/> spends, stores and revokes nothing: another server may have done so meanwhile.
/// </summary>
public sealed class Freshness(FreezeDetector freezes, DatabaseOptions options)
{
    /// <summary>The maximum age of the last reading of the feed with which this server writes.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(2);

    private long feedReadAt;
    private long answeredAt;
    private volatile bool isOpen;

    /// <summary>How long it answers from memory while the feed can't be read.</summary>
    public TimeSpan OutageAllowance => options.OutageAllowance;

    /// <summary>Whether it may answer requests at all.</summary>
    public bool MayAnswer => !isOpen || !freezes.IsSettling && HasReadSinceFreeze;

    /// <summary>Whether the database hasn't answered the feed for so long that it is probably away.</summary>
    public bool IsCutOff => isOpen && freezes.Since(Interlocked.Read(ref answeredAt)) >= MaxAge;

    /// <summary>Whether it may change anything in the database.</summary>
    public bool MayWrite => !isOpen || MayAnswer && freezes.Since(FeedReadAt) < MaxAge;

    /// <summary>Whether it has read the feed since it stood still, if it ever did.</summary>
    public bool HasReadSinceFreeze => !freezes.HasFrozenSince(FeedReadAt);

    private long FeedReadAt => Interlocked.Read(ref feedReadAt);

    /// <summary>Says that the server accepts requests. Until then it holds nothing that another server could have changed.</summary>
    internal void Open() => isOpen = true;

    /// <summary>Begins a request: its answer must not be older than a freeze.</summary>
    internal RequestFreshness Begin() => new(freezes, freezes.Now);

    /// <summary>The time to give to <see cref="FeedWasRead"/>, taken before reading.</summary>
    internal long Now => freezes.Now;

    /// <summary>Says that the database answered a question of that time. Caches may then ask it too, to apply what the feed says.</summary>
    internal void DatabaseAnswered(long startedAt) => Interlocked.Exchange(ref answeredAt, startedAt);

    /// <summary>Says that everything that was committed before that time is known.</summary>
    internal void FeedWasRead(long startedAt) => Interlocked.Exchange(ref feedReadAt, startedAt);
}

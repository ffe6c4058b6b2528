using Microsoft.Extensions.Logging;

namespace Tokenhouse.AspNetCore.State;

/// <summary>Follows the client state at one address. What cannot be read changes nothing: the last state stays, and grows old.</summary>
internal sealed partial class StateFeed(StateReader reader, Uri endpoint, TimeProvider clock, ILogger log)
{
    private readonly Lock gate = new();
    private volatile KnownState? latest;
    private volatile string? failure;
    private Task polling = Task.CompletedTask;
    private long polledIn = -1;

    /// <summary>Null until it could be read.</summary>
    public KnownState? Latest => latest;

    /// <summary>Why it, or a tenant in it, could not be read the last time; null when all of it could.</summary>
    public string? Failure => failure;

    /// <summary>Asks once in a round, however many authorities have this feed, and never twice at a time.</summary>
    public Task PollAsync(long round, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (polledIn == round || !polling.IsCompleted)
                return polling;
            polledIn = round;
            return polling = Task.Run(() => PollNowAsync(cancellationToken), cancellationToken);
        }
    }

    private async Task PollNowAsync(CancellationToken cancellationToken)
    {
        var askedAt = clock.GetUtcNow();
        try
        {
            var next = await reader.NextAsync(latest, askedAt, cancellationToken);
            (latest, var missing) = next.Missing.Count == 0 ? (next, null) : await reader.FillAsync(next, cancellationToken);
            Note(missing);
        }
        catch (Exception exception) when (exception is not OperationCanceledException) // no answer may end the following
        {
            Note(exception.Message);
        }
    }

    private void Note(string? fault)
    {
        if (fault is not null && failure is null)
            Failed(log, endpoint, fault);
        if (fault is null && failure is not null)
            Recovered(log, endpoint);
        failure = fault;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The client state cannot be read from {Endpoint}: {Failure}")]
    private static partial void Failed(ILogger log, Uri endpoint, string failure);

    [LoggerMessage(Level = LogLevel.Information, Message = "The client state can be read from {Endpoint} again.")]
    private static partial void Recovered(ILogger log, Uri endpoint);
}

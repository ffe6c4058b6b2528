using Microsoft.Extensions.Logging;

namespace Tokenhouse.AspNetCore.State;

/// <summary>Follows the client state at one URL. If a read fails, the last state stays and becomes older.</summary>
internal sealed partial class ClientStateFeed(ClientStateReader reader, Uri endpoint, TimeProvider clock, ILogger log)
{
    private readonly Lock gate = new();
    private volatile ClientStateSnapshot? latest;
    private volatile string? failure;
    private Task polling = Task.CompletedTask;
    private long polledIn = -1;

    /// <summary>Null until the first successful read.</summary>
    public ClientStateSnapshot? Latest => latest;

    /// <summary>Why the last read of the state or one of its tenants failed; null if everything was read.</summary>
    public string? Failure => failure;

    /// <summary>Polls once per round, however many authorities share this feed, and never twice at the same time.</summary>
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
        catch (Exception exception) when (exception is not OperationCanceledException) // no response may stop the polling
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "Can't read the client state from {Endpoint}: {Failure}")]
    private static partial void Failed(ILogger log, Uri endpoint, string failure);

    [LoggerMessage(Level = LogLevel.Information, Message = "The client state at {Endpoint} is readable again.")]
    private static partial void Recovered(ILogger log, Uri endpoint);
}

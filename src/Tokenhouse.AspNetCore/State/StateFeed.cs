using System.Net;
using Microsoft.Extensions.Logging;
using Tokenhouse.AspNetCore.Authorities;

namespace Tokenhouse.AspNetCore.State;

/// <summary>Follows the client state at one address. What cannot be read changes nothing: the last state stays, and grows old.</summary>
internal sealed partial class StateFeed(
    StateSource source,
    TokenhouseOptions options,
    Backchannel backchannel,
    TimeProvider clock,
    ILogger log
)
{
    private const int LongestState = 16 * 1024 * 1024;

    private readonly Lock gate = new();
    private volatile Confirmed? latest;
    private volatile string? failure;
    private Task polling = Task.CompletedTask;
    private long polledIn = -1;

    /// <summary>Null until it could be read.</summary>
    public Confirmed? Latest => latest;

    /// <summary>Why it could not be read the last time; null when it could.</summary>
    public string? Failure => failure;

    public Uri Endpoint => source.Endpoint;

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
        var askedAt = clock.GetUtcNow(); // not the moment of the answer: what changes on its way is not in it
        try
        {
            latest = await AskAsync(askedAt, cancellationToken);
            if (failure is not null)
                Recovered(log, Endpoint);
            failure = null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException) // no answer may end the following
        {
            if (failure is null)
                Failed(log, Endpoint, exception.Message);
            failure = exception.Message;
        }
    }

    private async Task<Confirmed> AskAsync(DateTimeOffset askedAt, CancellationToken cancellationToken)
    {
        var last = latest;
        using var request = new HttpRequestMessage(HttpMethod.Get, Endpoint);
        request.Headers.Authorization = source.Credentials;
        if (last?.ETag is { } tag)
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        var reply = await backchannel.SendAsync(request, LongestState, cancellationToken);
        return reply.Status switch
        {
            HttpStatusCode.OK => new(ClientState.Read(reply, options), reply.ETag, askedAt),
            HttpStatusCode.NotModified when last?.ETag is not null => last with { At = askedAt },
            HttpStatusCode.Unauthorized => throw new UnusableAnswerException(
                $"{Endpoint} does not know this API: check ClientId and ClientSecret."
            ),
            _ => throw new UnusableAnswerException($"{Endpoint} answers with status {(int)reply.Status}."),
        };
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The client state cannot be read from {Endpoint}: {Failure}")]
    private static partial void Failed(ILogger log, Uri endpoint, string failure);

    [LoggerMessage(Level = LogLevel.Information, Message = "The client state can be read from {Endpoint} again.")]
    private static partial void Recovered(ILogger log, Uri endpoint);
}

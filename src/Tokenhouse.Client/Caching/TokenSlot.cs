using Microsoft.Extensions.Logging;

namespace Tokenhouse.Client.Caching;

/// <summary>
/// One token, shared by all callers that want it. At most one request for it is in progress. After a failure, callers get the same error
/// until the pause is over.
/// </summary>
/// <param name="acquire">Gets a token other than the rejected one from the authority, in one attempt.</param>
/// <param name="name">The client, for the log.</param>
/// <param name="clock">The time.</param>
/// <param name="logger">The log.</param>
internal sealed partial class TokenSlot(
    Func<string?, CancellationToken, Task<IssuedToken>> acquire,
    string name,
    TimeProvider clock,
    ILogger logger
)
{
    private readonly Lock gate = new();
    private IssuedToken? current;
    private Task<IssuedToken>? pending;
    private Task<IssuedToken>? failed;
    private Moment failedAt;
    private TimeSpan pause;
    private int failures;

    public string? CurrentValue
    {
        get
        {
            lock (gate)
                return current?.Access.Value;
        }
    }

    /// <summary>Whether nothing would be lost by forgetting it.</summary>
    public bool IsIdle
    {
        get
        {
            lock (gate)
                return pending is null && !IsPaused() && current?.IsUsable(clock) is not true;
        }
    }

    /// <param name="rejected">The token that is no longer wanted, if there is one.</param>
    /// <param name="cancellationToken">Ends this caller's wait only.</param>
    public async Task<AccessToken> GetAsync(string? rejected, CancellationToken cancellationToken)
    {
        Task<IssuedToken> task;
        lock (gate)
        {
            if (current is { } token && token.IsUsable(clock) && (token.Access.Value != rejected || token.IsNew(clock)))
            {
                if (token.IsDueForRenewal(clock) && pending is null && !IsPaused())
                    Begin(null);
                return token.Access;
            }
            if (pending is null && !IsPaused())
                Begin(rejected);
            task = pending ?? failed!;
        }
        return (await task.WaitAsync(cancellationToken)).Access;
    }

    private bool IsPaused() => failed is not null && failedAt.Age(clock) < pause;

    /// <summary>The request belongs to no caller: it continues if the one that caused it goes away.</summary>
    private void Begin(string? rejected)
    {
        pending = Task.Run(() => RenewAsync(rejected));
        // With a token that is still valid, no caller waits for this task, and its error is only logged.
        _ = pending.ContinueWith(
            task => _ = task.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
    }

    private async Task<IssuedToken> RenewAsync(string? rejected)
    {
        try
        {
            var token = await TryAsync(rejected);
            lock (gate)
                (current, pending, failed, failures) = (token, null, null, 0);
            return token;
        }
        catch (Exception exception)
        {
            var retryAfter = (exception as TokenUnavailableException)?.RetryAfter;
            lock (gate)
            {
                failures++;
                (failed, pending) = (Task.FromException<IssuedToken>(exception), null);
                (failedAt, pause) = (Moment.Now(clock), BackOff.Pause(failures, retryAfter));
            }
            Failed(name, exception.Message, pause.TotalSeconds);
            throw;
        }
    }

    private async Task<IssuedToken> TryAsync(string? rejected)
    {
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan wait;
            try
            {
                return await acquire(rejected, CancellationToken.None);
            }
            catch (TokenUnavailableException failure) when (BackOff.Wait(attempt, failure.RetryAfter) is { } allowed)
            {
                wait = allowed;
            }
            await Task.Delay(wait, clock);
        }
    }

    [LoggerMessage(2, LogLevel.Warning, "'{Client}' got no token. It won't ask again for {Seconds:0.#} s. {Reason}")]
    private partial void Failed(string client, string reason, double seconds);
}

using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Logging;
using Tokenhouse.AspNetCore.State;
using Tokenhouse.AspNetCore.Transport;

namespace Tokenhouse.AspNetCore.Authorities;

/// <summary>
/// An issuer that the API accepts: its endpoints and its keys. Both are read before the first call and again from time to time. If a read fails,
/// the known ones stay in use.
/// </summary>
internal sealed partial class Authority(string name, TokenhouseOptions options, Backchannel backchannel, TimeProvider clock, ILogger log)
{
    private const int LongestDocument = 256 * 1024;

    /// <summary>How long keys are used before they are read again, so that a withdrawn key stops working.</summary>
    private static readonly TimeSpan KeysLifetime = TimeSpan.FromMinutes(15);

    private readonly Lock gate = new();
    private readonly TaskCompletionSource followed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile AuthorityDocuments? authorityDocuments;
    private volatile string? failure;
    private volatile ClientStateFeed? feed;
    private Task reading = Task.CompletedTask;
    private DateTimeOffset nextReadAt = DateTimeOffset.MinValue;

    /// <summary>Its issuer, exactly as configured.</summary>
    public string Name => name;

    /// <summary>Null until the first successful read.</summary>
    public AuthorityMetadata? AuthorityMetadata => authorityDocuments?.AuthorityMetadata;

    /// <summary>Why the last read of metadata and keys failed; null if it succeeded.</summary>
    public string? Failure => failure;

    /// <summary>The state of its clients; null until its metadata has been read.</summary>
    public ClientStateFeed? Feed => feed;

    /// <summary>This API's own credentials there, form-encoded (RFC 6749, 2.3.1).</summary>
    public AuthenticationHeaderValue Credentials { get; } =
        new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{Form(options.ClientId)}:{Form(options.SecretFor(name))}")));

    /// <summary>Refreshes metadata and keys, and finds the feed of its clients' state.</summary>
    public async Task FollowAsync(ClientStateFeeds feeds, long round, CancellationToken cancellationToken)
    {
        try
        {
            if (authorityDocuments is null || authorityDocuments.ReadAt + KeysLifetime <= clock.GetUtcNow())
                await ReadAsync();
            if (AuthorityMetadata?.ClientState is not { } endpoint)
                return;
            var found = feeds.At(endpoint, Credentials);
            feed = found;
            await found.PollAsync(round, cancellationToken);
        }
        finally
        {
            followed.TrySetResult();
        }
    }

    /// <summary>After the API has started, waits briefly until the first attempt to reach the authority has ended, successful or not.</summary>
    public async Task WaitForFirstRoundAsync()
    {
        if (!followed.Task.IsCompleted)
            await followed.Task.WaitAsync(options.BackchannelTimeout, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>The key named in a token's header. An unknown one may be new, so the keys are read again, but not often.</summary>
    public async Task<Result<VerificationKey>> KeyAsync(string? id, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(id))
            return Refusals.NotValid("the token has no key ID");
        if (authorityDocuments?.Keys.GetValueOrDefault(id) is { } key)
            return key;
        await ReadAsync().WaitAsync(cancellationToken);
        if (authorityDocuments?.Keys.GetValueOrDefault(id) is { } found)
            return found;
        return failure is null
            ? Refusals.NotValid("the token was signed with a key that the authority doesn't publish")
            : Refusals.Unavailable("the key is unknown, and the authority's keys can't be read");
    }

    /// <summary>Whether the key is still among those of the last read.</summary>
    public bool Publishes(VerificationKey key) => ReferenceEquals(authorityDocuments?.Keys.GetValueOrDefault(key.Id), key);

    /// <summary>Joins a read in progress; does nothing if the last one is too recent.</summary>
    private Task ReadAsync()
    {
        lock (gate)
        {
            if (reading.IsCompleted && nextReadAt <= clock.GetUtcNow())
                reading = Task.Run(ReadNowAsync);
            return reading;
        }
    }

    private async Task ReadNowAsync()
    {
        var startedAt = clock.GetUtcNow();
        try
        {
            var authorityMetadata = AuthorityMetadata.Read(name, await GetAsync(new(name + AuthorityMetadata.Path)));
            authorityDocuments = new(authorityMetadata, VerificationKey.Read(await GetAsync(authorityMetadata.Keys)), startedAt);
            if (failure is not null)
                ReadAgain(log, name);
            failure = null;
        }
        catch (Exception exception) // whatever is wrong with a response, it is requested again
        {
            if (failure is null)
                CannotRead(log, name, exception.Message);
            failure = exception.Message;
        }
        lock (gate)
            nextReadAt = startedAt + (failure is null ? options.KeyRefreshInterval : options.StateInterval);
    }

    private async Task<BackchannelResponse> GetAsync(Uri address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        return await backchannel.SendAsync(request, LongestDocument);
    }

    private static string Form(string text) => Uri.EscapeDataString(text);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Can't read the metadata and keys of {Authority}: {Failure}")]
    private static partial void CannotRead(ILogger log, string authority, string failure);

    [LoggerMessage(Level = LogLevel.Information, Message = "The metadata and keys of {Authority} are readable again.")]
    private static partial void ReadAgain(ILogger log, string authority);
}

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tokenhouse.Client.Caching;
using Tokenhouse.Client.Sessions;

namespace Tokenhouse.Client;

/// <summary>The tokens in memory: one for each client, scope set, resource and session.</summary>
internal sealed class TokenCache(
    IOptionsMonitor<TokenhouseClientOptions> options,
    ClientTokens programs,
    SessionTokens sessions,
    TimeProvider clock,
    ILogger<TokenCache> logger
)
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<TokenKey, TokenSlot> slots = new();

    public TokenSlot For(string clientName, TokenRequestParameters parameters)
    {
        var key = TokenKey.Of(clientName, options.Get(clientName), parameters);
        if (slots.TryGetValue(key, out var known))
            return known;
        if (slots.Count >= Most)
            RemoveIdle();
        return slots.GetOrAdd(key, Create);
    }

    /// <summary>Forgets a token, so that the next caller reads what is stored.</summary>
    public void Forget(string clientName, TokenRequestParameters parameters) =>
        slots.TryRemove(TokenKey.Of(clientName, options.Get(clientName), parameters), out _);

    private TokenSlot Create(TokenKey key) =>
        new(
            key.Session is null
                ? (rejected, cancellationToken) => programs.RequestAsync(key, rejected, cancellationToken)
                : (rejected, cancellationToken) => sessions.RefreshAsync(key, rejected, cancellationToken),
            key.ClientName,
            clock,
            logger
        );

    private void RemoveIdle()
    {
        foreach (var (key, _) in slots.Where(slot => slot.Value.IsIdle))
            slots.TryRemove(key, out _);
    }
}

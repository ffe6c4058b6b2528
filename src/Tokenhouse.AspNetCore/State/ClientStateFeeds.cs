using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Tokenhouse.AspNetCore.Transport;

namespace Tokenhouse.AspNetCore.State;

/// <summary>One feed for each URL: a site and its tenants' hosts share one.</summary>
internal sealed class ClientStateFeeds(TokenhouseOptions options, Backchannel backchannel, TimeProvider clock, ILogger<ClientStateFeed> log)
{
    private readonly ConcurrentDictionary<Uri, ClientStateFeed> feeds = new();

    public ClientStateFeed At(Uri endpoint, AuthenticationHeaderValue credentials) =>
        feeds.GetOrAdd(endpoint, _ => new(new(new(endpoint, credentials), options, backchannel), endpoint, clock, log));
}

using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Tokenhouse.AspNetCore.Authorities;

namespace Tokenhouse.AspNetCore.State;

/// <summary>One feed for each URL: a site and its tenants' hosts share one.</summary>
internal sealed class StateFeeds(TokenhouseOptions options, Backchannel backchannel, TimeProvider clock, ILogger<StateFeed> log)
{
    private readonly ConcurrentDictionary<Uri, StateFeed> feeds = new();

    public StateFeed At(Uri endpoint, AuthenticationHeaderValue credentials) =>
        feeds.GetOrAdd(endpoint, _ => new(new(new(endpoint, credentials), options, backchannel), endpoint, clock, log));
}

using Microsoft.Extensions.Options;
using Tokenhouse.Client.Transport;

namespace Tokenhouse.Client.Caching;

/// <summary>Gets tokens for the program itself: from the shared cache, if it is used, otherwise from the authority.</summary>
internal sealed class ClientTokens(
    IOptionsMonitor<TokenhouseClientOptions> monitor,
    TokenEndpoint endpoint,
    SharedTokens shared,
    TimeProvider clock
)
{
    public async Task<IssuedToken> RequestAsync(TokenKey key, string? rejected, CancellationToken cancellationToken)
    {
        var options = monitor.Get(key.ClientName);
        if (options.IsPublic)
            throw new InvalidOperationException(
                $"'{key.ClientName}' is a public client, which only gets tokens for people. Name a session."
            );
        if (
            options.UseDistributedCache
            && await shared.FindAsync(key, options, cancellationToken) is { } found
            && found.Access.Value != rejected
            && !found.IsDueForRenewal(clock)
        )
            return found;

        var requested = Moment.Now(clock);
        var request = TokenRequest.ForProgram(key.ClientName, options, key.Scope, key.Resource);
        var token = new IssuedToken(await endpoint.RequestAsync(request, cancellationToken), requested, options.ClockSkew);
        if (options.UseDistributedCache)
            await shared.KeepAsync(key, options, token, cancellationToken);
        return token;
    }
}

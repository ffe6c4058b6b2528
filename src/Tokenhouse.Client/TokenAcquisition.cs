namespace Tokenhouse.Client;

/// <summary>
/// Gets, keeps and renews access tokens. Take it from the container when you make the call yourself; HTTP clients added with
/// <see cref="TokenhouseClientBuilder.AddHttpClient{TClient}"/> do it for you.
/// </summary>
public sealed class TokenAcquisition
{
    private readonly TokenCache cache;

    internal TokenAcquisition(TokenCache cache) => this.cache = cache;

    /// <summary>
    /// A token that is valid now: from memory if there is one, otherwise from the authority. Simultaneous callers share one request. A token that
    /// expires soon is renewed in the background.
    /// </summary>
    /// <param name="clientName">The name given to <c>AddTokenhouseClient</c>.</param>
    /// <param name="parameters">What differs from the client's options.</param>
    /// <param name="cancellationToken">Ends the wait. The request itself continues for other callers.</param>
    /// <exception cref="TokenRefusedException">The authority refuses; the message says why.</exception>
    /// <exception cref="TokenUnavailableException">The authority doesn't answer. Try again later.</exception>
    public Task<AccessToken> GetAccessTokenAsync(
        string clientName,
        TokenRequestParameters? parameters = null,
        CancellationToken cancellationToken = default
    )
    {
        var slot = cache.For(clientName, parameters ?? new());
        return slot.GetAsync(parameters is { ForceRenewal: true } ? slot.CurrentValue : null, cancellationToken);
    }

    /// <summary>A token other than one that an API didn't accept, unless that one is so new that another wouldn't help.</summary>
    internal Task<AccessToken> ReplaceAsync(
        string clientName,
        TokenRequestParameters parameters,
        string rejected,
        CancellationToken cancellationToken
    ) => cache.For(clientName, parameters).GetAsync(rejected, cancellationToken);
}

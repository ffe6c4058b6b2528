using Tokenhouse.Client.Caching;
using Tokenhouse.Client.Sessions;
using Tokenhouse.Client.Transport;

namespace Tokenhouse.Client;

/// <summary>
/// The sessions of people who connected your application: each is a chain of refresh tokens, kept under a name that you choose. To get an access token for
/// one, set <see cref="TokenRequestParameters.Session"/>.
/// </summary>
public sealed class TokenhouseSessions
{
    private readonly TokenCache cache;
    private readonly SessionTokens sessions;

    internal TokenhouseSessions(TokenCache cache, SessionTokens sessions) => (this.cache, this.sessions) = (cache, sessions);

    /// <summary>Starts a session with a refresh token that you got yourself, for example in a web application. Replaces one of the same name.</summary>
    /// <param name="clientName">The name given to <c>AddTokenhouseClient</c>.</param>
    /// <param name="session">Your name for it, such as the ID of your user.</param>
    /// <param name="refreshToken">The refresh token. Don't use it yourself from now on.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public Task StartAsync(string clientName, string session, string refreshToken, CancellationToken cancellationToken = default) =>
        StartAsync(clientName, session, new StoredSession { RefreshToken = refreshToken }, cancellationToken);

    /// <summary>Whether the session exists. Only a token request shows whether the server still accepts it.</summary>
    /// <param name="clientName">The name given to <c>AddTokenhouseClient</c>.</param>
    /// <param name="session">Its name.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public Task<bool> ExistsAsync(string clientName, string session, CancellationToken cancellationToken = default) =>
        sessions.ExistsAsync(clientName, session, cancellationToken);

    /// <summary>
    /// Ends the session at the authority first, then here: if it were only deleted here, a copy of its tokens would still work. OAuth2Legacy
    /// has no revocation of its own; OAuthV2's is used.
    /// </summary>
    /// <param name="clientName">The name given to <c>AddTokenhouseClient</c>.</param>
    /// <param name="session">Its name.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="TokenUnavailableException">The authority doesn't answer. The session is kept; try again.</exception>
    public async Task EndAsync(string clientName, string session, CancellationToken cancellationToken = default)
    {
        await sessions.EndAsync(clientName, session, cancellationToken);
        cache.Forget(clientName, new() { Session = session });
    }

    internal Task StartAsync(
        string clientName,
        string session,
        TokenResponse response,
        Moment requested,
        CancellationToken cancellationToken
    ) => StartAsync(clientName, session, StoredSession.From(response, requested.At), cancellationToken);

    private async Task StartAsync(string clientName, string session, StoredSession started, CancellationToken cancellationToken)
    {
        await sessions.StartAsync(clientName, session, started, cancellationToken);
        cache.Forget(clientName, new() { Session = session });
    }
}

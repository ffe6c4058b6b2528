using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Clients;

/// <summary>
/// One way for a client to authenticate (RFC 6749, 2.3). The request is read first, then its client is looked up, then the credentials are verified.
/// So an unknown client takes as long as wrong credentials.
/// </summary>
internal abstract class ClientAuthenticator
{
    /// <summary>Its name in the dialects' lists of authentication methods.</summary>
    public abstract AuthenticationMethods Method { get; }

    /// <summary>Whether a request uses this way.</summary>
    public abstract bool IsUsed(HttpRequest request, Parameters parameters);

    /// <summary>What was presented.</summary>
    public abstract Result<PresentedCredentials, OAuthError> Read(HttpRequest request, Parameters parameters);

    /// <summary>Why the credentials aren't accepted; null if they are.</summary>
    /// <param name="presented">What was presented.</param>
    /// <param name="known">The client with that ID; null if there is none, which is never accepted.</param>
    /// <param name="now">The time.</param>
    /// <param name="secret">The client's secret that matches, if this way has secrets.</param>
    public abstract OAuthError? Verify(PresentedCredentials presented, ClientSnapshot? known, DateTimeOffset now, out Secret? secret);
}

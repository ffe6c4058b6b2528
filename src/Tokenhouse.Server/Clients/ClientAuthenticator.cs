using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Clients;

/// <summary>
/// One way for a client to prove who it is (RFC 6749, 2.3). A request is read first, then its client is looked up, then the proof is judged: so an
/// unknown client costs what a wrong proof costs.
/// </summary>
internal abstract class ClientAuthenticator
{
    /// <summary>What dialects call it.</summary>
    public abstract AuthenticationMethods Method { get; }

    /// <summary>Whether a request proves anything this way.</summary>
    public abstract bool IsUsed(HttpRequest request, Parameters parameters);

    /// <summary>What was presented.</summary>
    public abstract Result<PresentedCredentials, OAuthError> Read(HttpRequest request, Parameters parameters);

    /// <summary>Why it is no proof; null: it is one.</summary>
    /// <param name="presented">What was presented.</param>
    /// <param name="known">The client of that id; null: there is none, which is never proved.</param>
    /// <param name="now">The time.</param>
    /// <param name="secret">The secret that was proved, in ways that have one.</param>
    public abstract OAuthError? Verify(PresentedCredentials presented, ClientSnapshot? known, DateTimeOffset now, out Secret? secret);
}

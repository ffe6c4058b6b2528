using Tokenhouse.Server.Clients;

namespace Tokenhouse.Server.OAuth.EndSession;

/// <summary>A client's request to sign a person out, checked: where the browser may go afterwards, and which session is meant.</summary>
/// <param name="Client">The client that asks; null if it didn't say.</param>
/// <param name="RedirectUri">A registered URI of the client; null if the browser stays here.</param>
/// <param name="State">What the client gets back with it.</param>
/// <param name="SessionId">The <c>sid</c> of the hint; null without a valid hint, and then the person is asked.</param>
/// <param name="Fault">Why the request was refused: then it leads nowhere, and the person is asked.</param>
public sealed record EndSessionRequest(RegisteredClient? Client, string? RedirectUri, string? State, string? SessionId, string? Fault)
{
    /// <summary>Of a person who came by themselves.</summary>
    public static readonly EndSessionRequest Empty = new(Client: null, RedirectUri: null, State: null, SessionId: null, Fault: null);
}

using Tokenhouse.Core;

namespace Tokenhouse.Server.Clients;

/// <summary>What a client presented: who it says it is, and the secret that is to prove it, if its way has one.</summary>
internal sealed record PresentedCredentials(string ClientId, SecretText? Secret = null)
{
    /// <summary>Whether the secret is empty, so that the client only named itself.</summary>
    public bool IsNameOnly => Secret?.Reveal().Length == 0;
}

using Tokenhouse.Core;

namespace Tokenhouse.Server.Clients;

/// <summary>What a client sent to authenticate itself: its ID, and its secret if the way that it uses has one.</summary>
internal sealed record PresentedCredentials(string ClientId, SecretText? Secret = null)
{
    /// <summary>Whether the secret is empty, so that the client only named itself.</summary>
    public bool IsNameOnly => Secret?.Reveal().Length == 0;
}

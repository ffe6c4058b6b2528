namespace Tokenhouse.Server.Hub.Shared;

/// <summary>The state of a browser's redirect to the sign-in host.</summary>
/// <param name="Verifier">Proves that it is the same browser (RFC 7636).</param>
/// <param name="Page">The page to return to.</param>
public sealed record HubOidcState(string Verifier, string Page)
{
    /// <summary>Without the verifier, which is a secret.</summary>
    public override string ToString() => Page;
}

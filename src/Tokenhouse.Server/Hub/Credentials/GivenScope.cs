namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>A scope of a credential.</summary>
/// <param name="Name">The scope.</param>
/// <param name="IsCovered">Whether the contract of its environment includes it now; if not, the credential gets no token for it.</param>
public sealed record GivenScope(string Name, bool IsCovered);

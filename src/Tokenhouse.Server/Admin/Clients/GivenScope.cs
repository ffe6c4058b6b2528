namespace Tokenhouse.Server.Admin.Clients;

/// <summary>A scope that a credential was given.</summary>
/// <param name="Name">The scope.</param>
/// <param name="IsCovered">Whether the contract of its environment has it now; if not, it gets no token for it.</param>
public sealed record GivenScope(string Name, bool IsCovered);

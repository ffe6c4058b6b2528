namespace Tokenhouse.Server.Admin;

/// <summary>What it takes to do something: the right, and for programs the scope too. Stands at the use case, and on its route and page.</summary>
/// <param name="Right">What the role must have.</param>
/// <param name="Scope">What the access token of a program must have.</param>
public sealed record Permission(Right Right, string Scope);

namespace Tokenhouse.Server.Hub.Contracts;

/// <summary>A scope that credentials lose when a contract ends.</summary>
/// <param name="Scope">The scope.</param>
/// <param name="Credentials">How many enabled credentials have it.</param>
public sealed record Loss(string Scope, int Credentials);

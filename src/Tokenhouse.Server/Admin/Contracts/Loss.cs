namespace Tokenhouse.Server.Admin.Contracts;

/// <summary>What credentials lose when a contract ends.</summary>
/// <param name="Scope">What they no longer get.</param>
/// <param name="Credentials">How many of them have it, those that are disabled left out.</param>
public sealed record Loss(string Scope, int Credentials);

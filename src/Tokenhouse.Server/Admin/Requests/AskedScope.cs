namespace Tokenhouse.Server.Admin.Requests;

/// <summary>How a scope that is asked for stands to the contract.</summary>
/// <param name="Name">The scope.</param>
/// <param name="IsCovered">Whether the contract has it now.</param>
/// <param name="Standing">The same in words, with the date where there is one.</param>
public sealed record AskedScope(string Name, bool IsCovered, string Standing);

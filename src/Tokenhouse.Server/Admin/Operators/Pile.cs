namespace Tokenhouse.Server.Admin.Operators;

/// <summary>Things of a kind that lie on the desk.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="First">The first of them.</param>
public sealed record Pile<T>(int Count, IReadOnlyList<T> First);

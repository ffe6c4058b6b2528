namespace Tokenhouse.Server.Admin.Operators;

/// <summary>A dashboard section: total and first rows.</summary>
/// <param name="Count">The total.</param>
/// <param name="First">The first rows.</param>
public sealed record Pile<T>(int Count, IReadOnlyList<T> First);

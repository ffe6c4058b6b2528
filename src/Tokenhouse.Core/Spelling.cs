namespace Tokenhouse.Core;

/// <summary>How a code or token is spelled.</summary>
/// <param name="Shape">Of the random part.</param>
/// <param name="Prefix">What stands before it.</param>
public sealed record Spelling(Shape Shape, string Prefix = "");

namespace Tokenhouse.Core;

/// <summary>The format of a code or token.</summary>
/// <param name="Shape">The shape of the random part.</param>
/// <param name="Prefix">The text before it.</param>
public sealed record Spelling(Shape Shape, string Prefix = "");

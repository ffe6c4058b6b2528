namespace Tokenhouse.Core;

/// <summary>The format of a code or token.</summary>
/// <param name="Format">The shape of the random part.</param>
/// <param name="Prefix">The text before it.</param>
public sealed record TokenFormat(RandomValueFormat Format, string Prefix = "");

namespace Tokenhouse.Core;

/// <summary>A member of a JSON body: a parameter's name in a dialect, and its format.</summary>
/// <param name="Name">The name on the wire.</param>
/// <param name="Means">The RFC's name.</param>
/// <param name="Rule">The format, as the rest of a sentence: "must be 8 digits".</param>
/// <param name="Holds">Whether a value has that format.</param>
public sealed record JsonField(string Name, string Means, string Rule, Func<string, bool> Holds);

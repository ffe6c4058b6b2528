namespace Tokenhouse.Core;

/// <summary>A member of a JSON body: how a dialect spells a parameter, and what it must look like.</summary>
/// <param name="Name">On the wire.</param>
/// <param name="Means">The RFC's name for it.</param>
/// <param name="Rule">What it must look like, for a sentence: "must be 8 digits".</param>
/// <param name="Holds">Whether a value does.</param>
public sealed record JsonField(string Name, string Means, string Rule, Func<string, bool> Holds);

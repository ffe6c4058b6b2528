namespace Tokenhouse.Core;

/// <summary>A decoded name and value.</summary>
public readonly record struct Parameter(string Name, string Value)
{
    public override string ToString() => $"{Name}=***";
}

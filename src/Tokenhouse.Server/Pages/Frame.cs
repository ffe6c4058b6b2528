namespace Tokenhouse.Server.Pages;

/// <summary>What every page needs for its forms: the name and value of the hidden field that shows they are ours.</summary>
public sealed record Frame(string FieldName, string FieldValue)
{
    /// <summary>Without the value, which is the visitor's alone.</summary>
    public override string ToString() => FieldName;
}

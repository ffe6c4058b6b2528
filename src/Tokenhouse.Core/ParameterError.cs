namespace Tokenhouse.Core;

/// <summary>A syntax error in one parameter of a request.</summary>
/// <param name="Parameter">Its name on the wire; never text from the request.</param>
/// <param name="Reason">The rest of the sentence that begins with the name: "is missing".</param>
public sealed record ParameterError(string Parameter, string Reason)
{
    public override string ToString() => $"{Parameter} {Reason}";
}

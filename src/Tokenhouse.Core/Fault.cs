namespace Tokenhouse.Core;

/// <summary>What is wrong with one parameter of a request, as far as its syntax shows.</summary>
/// <param name="Parameter">Its name on the wire; never text that was sent.</param>
/// <param name="Reason">The rest of the sentence that begins with the name: "is missing".</param>
public sealed record Fault(string Parameter, string Reason)
{
    public override string ToString() => $"{Parameter} {Reason}";
}

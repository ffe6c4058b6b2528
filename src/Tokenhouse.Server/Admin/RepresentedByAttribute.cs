namespace Tokenhouse.Server.Admin;

/// <summary>
/// Marks the body of a change with what the API shows of the same thing. Whoever reads that may send it back whole: members that cannot be changed are
/// accepted and ignored. All others of the body are required.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class RepresentedByAttribute(Type representation) : Attribute
{
    public Type Representation => representation;
}

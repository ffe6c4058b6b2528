namespace Tokenhouse.Server.Hub.Shared;

/// <summary>
/// Links the body of a change to the API's representation of the same object. Callers can send back what they read: members that can't be changed are
/// accepted and ignored. All others are required, except those that were added later: what is left out isn't changed.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class RepresentedByAttribute(Type representation) : Attribute
{
    public Type Representation => representation;
}

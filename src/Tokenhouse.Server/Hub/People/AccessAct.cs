namespace Tokenhouse.Server.Hub.People;

/// <summary>What may be done to a person's access, once it was asked for twice.</summary>
public enum AccessAct
{
    Remove,
    Disable,
    Enable,
}

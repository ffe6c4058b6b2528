namespace Tokenhouse.Server.Hub.People;

/// <summary>The changes to a person's access that need confirmation.</summary>
public enum AccessAction
{
    Remove,
    Disable,
    Enable,
}

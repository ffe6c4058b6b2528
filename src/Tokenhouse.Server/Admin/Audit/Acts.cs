namespace Tokenhouse.Server.Admin.Audit;

/// <summary>Everything that is audited, by the name that stands in the audit.</summary>
public static class Acts
{
    public const string NetworkAdded = "network.added";
    public const string NetworkRemoved = "network.removed";
}

namespace Tokenhouse.Server.Admin.Audit;

/// <summary>Everything that is audited, by the name that stands in the audit.</summary>
public static class Acts
{
    public const string NetworkAdded = "network.added";
    public const string NetworkRemoved = "network.removed";
    public const string PersonInvited = "person.invited";
    public const string InvitationWithdrawn = "invitation.withdrawn";
    public const string InvitationAccepted = "invitation.accepted";
    public const string RoleChanged = "role.changed";
    public const string MemberRemoved = "member.removed";
    public const string AccountDisabled = "account.disabled";
    public const string AccountEnabled = "account.enabled";
}

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>The names of all audited actions.</summary>
public static class AuditActions
{
    public const string CredentialChanged = "credential.changed";
    public const string CredentialDisabled = "credential.disabled";
    public const string CredentialDisabledByVendor = "credential.disabled-by-vendor";
    public const string CredentialEnabled = "credential.enabled";
    public const string ScopesChanged = "credential.scopes-changed";
    public const string TokenSettingsChanged = "credential.token-settings-changed";
    public const string HandOverMade = "hand-over.made";
    public const string SecretHandedOver = "secret.handed-over";
    public const string SecretAdded = "secret.added";
    public const string SecretShownAgain = "secret.shown-again";
    public const string HandOverShown = "hand-over.shown-again";
    public const string SecretEndChanged = "secret.end-changed";
    public const string SecretEnded = "secret.ended";
    public const string AppKeyRevealed = "app-key.revealed";
    public const string NetworkAdded = "network.added";
    public const string NetworkLabelled = "network.labelled";
    public const string NetworkRemoved = "network.removed";
    public const string PersonInvited = "person.invited";
    public const string InvitationShown = "invitation.shown-again";
    public const string InvitationWithdrawn = "invitation.withdrawn";
    public const string InvitationAccepted = "invitation.accepted";
    public const string RoleChanged = "role.changed";
    public const string MemberRemoved = "member.removed";
    public const string AccountDisabled = "account.disabled";
    public const string AccountEnabled = "account.enabled";
    public const string ExemptionGranted = "exemption.granted";
    public const string ExemptionWithdrawn = "exemption.withdrawn";

    public const string RequestMade = "request.made";
    public const string RequestEdited = "request.edited";
    public const string RequestSubmitted = "request.submitted";
    public const string RequestWithdrawn = "request.withdrawn";
    public const string RequestDiscarded = "request.discarded";
    public const string RequestReturned = "request.returned";
    public const string RequestDeclined = "request.declined";
    public const string RequestApproved = "request.approved";
    public const string CredentialMade = "credential.made";
    public const string GoLiveBegun = "go-live.begun";

    public const string ContractAdded = "contract.added";
    public const string ContractChanged = "contract.changed";
    public const string ContractEnded = "contract.ended";
    public const string TenantCreated = "tenant.created";
    public const string TenantChanged = "tenant.changed";
    public const string TenantDisabled = "tenant.disabled";
    public const string TenantEnabled = "tenant.enabled";
    public const string ApiAdded = "api.added";
    public const string ApiRenamed = "api.renamed";
    public const string ApiLifetimeChanged = "api.lifetime-changed";
    public const string ApiClientAdded = "api.client-added";
    public const string ScopeAdded = "scope.added";
    public const string ScopeRemoved = "scope.removed";
    public const string KeyAdded = "key.added";
    public const string KeysEnded = "keys.ended";
}

namespace Tokenhouse.Server.Admin.Audit;

/// <summary>Everything that is audited, by the name that stands in the audit.</summary>
public static class Acts
{
    public const string NetworkAdded = "network.added";
    public const string NetworkRemoved = "network.removed";
    public const string ContractAdded = "contract.added";
    public const string ContractChanged = "contract.changed";
    public const string ContractEnded = "contract.ended";
    public const string TenantCreated = "tenant.created";
    public const string TenantChanged = "tenant.changed";
    public const string TenantDisabled = "tenant.disabled";
    public const string TenantEnabled = "tenant.enabled";
    public const string ApiAdded = "api.added";
    public const string ApiRenamed = "api.renamed";
    public const string ApiClientAdded = "api.client-added";
    public const string ScopeAdded = "scope.added";
    public const string ScopeRemoved = "scope.removed";
    public const string KeyAdded = "key.added";
    public const string KeysEnded = "keys.ended";
}

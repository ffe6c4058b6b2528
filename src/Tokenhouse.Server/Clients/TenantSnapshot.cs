using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Clients;

/// <summary>A tenant as cached in the directory.</summary>
/// <param name="Row">The registered tenant, with its contracts.</param>
/// <param name="Allowlists">Its own list in each environment, if it has one.</param>
public sealed record TenantSnapshot(Tenant Row, IReadOnlyDictionary<TenantEnvironment, Allowlist> Allowlists)
{
    private readonly ContractCoverage live = Row.Contracts.Coverage(TenantEnvironment.LIVE);
    private readonly ContractCoverage uat = Row.Contracts.Coverage(TenantEnvironment.UAT);

    /// <summary>What its contracts come to in an environment.</summary>
    public ContractCoverage Coverage(TenantEnvironment environment) => environment is TenantEnvironment.LIVE ? live : uat;
}

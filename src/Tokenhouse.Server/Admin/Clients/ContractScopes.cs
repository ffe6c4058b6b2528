using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;

namespace Tokenhouse.Server.Admin.Clients;

/// <summary>The scopes that the contracts of a tenant in an environment have at a moment, those of the Hub among them.</summary>
internal sealed class ContractScopes
{
    private readonly HashSet<string> listed;
    private readonly bool hasHub;

    private ContractScopes(IEnumerable<string> listed, bool hasHub) =>
        (this.listed, this.hasHub) = (new(listed, StringComparer.Ordinal), hasHub);

    /// <summary>Those that the contracts list, in their alphabet's order.</summary>
    public IReadOnlyList<string> Listed => [.. listed.Order(StringComparer.Ordinal)];

    /// <summary>Of the tenant that the unit of work sees.</summary>
    public static async Task<ContractScopes> Of(Db db, Environment environment, DateTimeOffset now)
    {
        var contracts = await db.Contracts.AsNoTracking().Where(row => row.Environment == environment).ToListAsync();
        return new(
            contracts.Where(contract => contract.Covers(now)).SelectMany(contract => contract.Scopes),
            hasHub: environment is Environment.LIVE
        );
    }

    public bool Covers(string scope) => scope.StartsWith(HubApi.ScopePrefix, StringComparison.Ordinal) ? hasHub : listed.Contains(scope);
}

using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Data;

/// <summary>Reads the catalogue and contracts as the rules about scopes take them.</summary>
internal static class Provisioning
{
    /// <summary>All scopes of the datacentre.</summary>
    public static async Task<ScopeCatalogue> Catalogue(this Db db)
    {
        var scopes = await db.Scopes.AsNoTracking().ToListAsync();
        var lifetimes = await db
            .Apis.AsNoTracking()
            .Where(api => api.AccessTokenLifetime != null)
            .ToDictionaryAsync(api => api.Identifier, api => api.AccessTokenLifetime!.Value);
        return new(scopes.ToFrozenDictionary(scope => scope.Name, scope => scope.ApiIdentifier, StringComparer.Ordinal))
        {
            AccessTokenLifetimes = lifetimes,
        };
    }

    /// <summary>What the tenant that the unit of work sees has in an environment.</summary>
    public static async Task<ContractCoverage> Coverage(this Db db, TenantEnvironment environment) =>
        (await db.Contracts.AsNoTracking().Where(row => row.Environment == environment).OrderBy(row => row.Id).ToListAsync()).Coverage(
            environment
        );

    /// <summary>What contracts come to in an environment.</summary>
    public static ContractCoverage Coverage(this IEnumerable<Contract> contracts, TenantEnvironment environment) =>
        new(environment, contracts.Where(row => row.Environment == environment).Select(row => row.Terms));
}

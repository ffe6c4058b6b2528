using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Contracts;

/// <summary>Lists a tenant's scopes and contracts in each environment, and what would stop working with each contract.</summary>
public sealed class ListContracts(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.See, "hub.contracts.read");

    /// <summary>A tenant's contracts.</summary>
    /// <param name="Environments">LIVE and UAT.</param>
    public sealed record Output(IReadOnlyList<EnvironmentContracts> Environments);

    public Task<Result<Output, Problem>> Execute(Caller caller) =>
        operations.Read<Output>(
            caller,
            Needed,
            async (db, now) =>
            {
                var apis = await db.Scopes.ToDictionaryAsync(scope => scope.Name, scope => scope.ApiIdentifier);
                var contracts = await db.Contracts.OrderByDescending(row => row.From).ThenBy(row => row.Id).ToListAsync();
                var uses = await Uses(db);
                return new Output([
                    .. Enum.GetValues<TenantEnvironment>()
                        .Select(environment =>
                            Describe(
                                environment,
                                contracts.FindAll(row => row.Environment == environment),
                                apis,
                                uses.GetValueOrDefault(environment, new Dictionary<string, int>()),
                                now
                            )
                        ),
                ]);
            }
        );

    /// <summary>One of them.</summary>
    public async Task<Result<ContractEntry, Problem>> Find(Caller caller, Guid contract)
    {
        if (!(await Execute(caller)).Ok(out var output, out var problem))
            return problem;
        var found = output.Environments.SelectMany(side => side.Contracts).FirstOrDefault(entry => entry.Id == contract);
        return found is null ? Problem.NotFound : found;
    }

    public static void Map(IEndpointRouteBuilder tenant)
    {
        tenant
            .MapGet("/contracts", async (HttpContext http, ListContracts list) => (await list.Execute(http.Caller())).Answer())
            .RequirePermission(Needed)
            .Produces<Output>()
            .WithName("ListContracts")
            .WithSummary("Lists the tenant's scopes in each environment, and the contracts they come from.");
        tenant
            .MapGet(
                "/contracts/{contract:guid}",
                async (HttpContext http, Guid contract, ListContracts list) => (await list.Find(http.Caller(), contract)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<ContractEntry>()
            .WithName("ShowContract")
            .WithSummary("Returns a contract, and what would stop working if it ended.");
    }

    private static async Task<Dictionary<TenantEnvironment, IReadOnlyDictionary<string, int>>> Uses(Db db)
    {
        var clients = await db
            .Clients.Where(row => row.DisabledAt == null)
            .Select(row => new { row.Environment, row.Scopes })
            .ToListAsync();
        return clients
            .GroupBy(client => client.Environment)
            .ToDictionary(
                group => group.Key,
                IReadOnlyDictionary<string, int> (group) =>
                    group.SelectMany(client => client.Scopes).CountBy(scope => scope).ToDictionary(StringComparer.Ordinal)
            );
    }

    private static EnvironmentContracts Describe(
        TenantEnvironment environment,
        List<Contract> contracts,
        Dictionary<string, string> apis,
        IReadOnlyDictionary<string, int> uses,
        DateTimeOffset now
    )
    {
        var coverage = contracts.Coverage(environment);
        var standings =
            from scope in contracts.SelectMany(contract => contract.Scopes).Distinct()
            let api = apis.GetValueOrDefault(scope)
            let its = coverage.Of(scope, now)
            where its.State is not CoverageState.Ended
            orderby api, scope
            select new ScopeStanding(scope, api, Holds: its.State is CoverageState.Current, its.BeginsAt, its.EndsAt);
        return new(
            ClientKey.Format(environment),
            [.. standings],
            [.. contracts.Select(contract => Describe(contract, contracts, uses, now))],
            uses
        );
    }

    private static ContractEntry Describe(
        Contract contract,
        List<Contract> contracts,
        IReadOnlyDictionary<string, int> uses,
        DateTimeOffset now
    ) =>
        ContractEntry.Of(contract, now) with
        {
            LostNow = contract.Terms.IsCurrent(now) ? Losses(contract, contracts, uses, now) : [],
            LostAtEnd = contract.Until is { } end && end > now ? Losses(contract, contracts, uses, end) : [],
        };

    /// <summary>Which of its scopes no other contract covers at a moment, as far as credentials have them.</summary>
    private static IReadOnlyList<Loss> Losses(
        Contract contract,
        List<Contract> contracts,
        IReadOnlyDictionary<string, int> uses,
        DateTimeOffset at
    )
    {
        var others = contracts.Where(other => other.Id != contract.Id).Coverage(contract.Environment);
        return
        [
            .. contract
                .Scopes.Where(scope => uses.ContainsKey(scope) && !others.Covers(scope, at))
                .Select(scope => new Loss(scope, uses[scope])),
        ];
    }
}

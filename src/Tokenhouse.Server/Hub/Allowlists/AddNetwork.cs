using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Allowlists;

/// <summary>Adds a network to an allowlist. Every server allows it within a second.</summary>
public sealed class AddNetwork(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.Work, "hub.allowlists.write");

    /// <summary>The network to add.</summary>
    /// <param name="Network">An address or a network in CIDR notation.</param>
    /// <param name="Label">A label for colleagues.</param>
    public sealed record Input(string Network, string Label = "");

    public Task<Result<NetworkEntry, Problem>> Execute(Caller caller, AllowlistKey key, Input input) =>
        operations.Change<NetworkEntry>(
            caller,
            Needed,
            async work =>
            {
                if (await key.Find(work.Db) is not { } list)
                    return Problem.NotFound;
                if (!CanonicalNetwork.Read(input.Network).Ok(out var network, out var problem))
                    return problem;
                if (LabelNetwork.Fault(input.Label) is { } wrong)
                    return wrong;
                if (await Fault(work, list, network) is { } fault)
                    return fault;
                var row = Row(work, list, network.Text, input.Label.Trim());
                work.Db.AllowedNetworks.Add(row);
                await work.Audit(AuditActions.NetworkAdded, list.Target(caller), list.Environment, after: new { row.Network, row.Label });
                return NetworkEntry.Of(row);
            }
        );

    public static void Map(IEndpointRouteBuilder tenant)
    {
        tenant
            .MapPost(
                "/credentials/{environment}/{client}/allowlist",
                (HttpContext http, string environment, string client, Input input, AddNetwork add) =>
                    add.Answer(http, new(environment, client), input)
            )
            .RequirePermission(Needed)
            .Produces<NetworkEntry>(StatusCodes.Status201Created)
            .WithName("AddNetwork")
            .WithSummary("Adds a network to a credential's allowlist.");
        tenant
            .MapPost(
                "/allowlist/{environment}",
                (HttpContext http, string environment, Input input, AddNetwork add) => add.Answer(http, new(environment), input)
            )
            .RequirePermission(Needed)
            .Produces<NetworkEntry>(StatusCodes.Status201Created)
            .WithName("AddTenantNetwork")
            .WithSummary("Adds a network to the tenant's own allowlist.");
    }

    private async Task<IResult> Answer(HttpContext http, AllowlistKey key, Input input) =>
        (await Execute(http.Caller(), key, input)).Created(entry => http.TenantUrl($"{key.Path}/{entry.Id}"));

    private static async Task<Problem?> Fault(AdminUnitOfWork work, AllowlistKey.Found list, CanonicalNetwork network) =>
        await list.Rows(work.Db).AnyAsync(row => row.Network == network.Text)
            ? Problem.Invalid("network", $"{network.Text} is already on the list.")
            : await work.Beyond(nameof(TenantBounds.Networks), work.Db.AllowedNetworks.Where(row => row.Environment == list.Environment));

    private static AllowedNetwork Row(AdminUnitOfWork work, AllowlistKey.Found list, string network, string label) =>
        new()
        {
            Id = Guid.CreateVersion7(work.Now),
            TenantId = work.Caller.Tenant.Id,
            Environment = list.Environment,
            ClientId = list.ClientId,
            Network = network,
            Label = label,
            AddedBy = work.Caller.Name,
            AddedAt = work.Now,
        };
}

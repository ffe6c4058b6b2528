using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Admin.Audit;
using Tokenhouse.Server.Admin.Clients;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Allowlists;

/// <summary>Adds a network to the allowlist of a client. From then on the client may be used from there, within a second everywhere.</summary>
public sealed class AddNetwork(Desk desk)
{
    public static readonly Permission Needed = new(Right.Work, "hub.allowlists.write");

    /// <summary>The most networks on one list.</summary>
    public const int Most = 10_000;

    /// <param name="Network">An address or a network in CIDR notation.</param>
    /// <param name="Label">What it is, for those who look later.</param>
    public sealed record Input(string Network, string Label = "");

    public Task<Outcome<NetworkEntry>> Execute(Actor actor, ClientKey key, Input input) =>
        desk.Change<NetworkEntry>(
            actor,
            Needed,
            async work =>
            {
                if (await key.Find(work.Db) is not { } client)
                    return Problem.NotFound;
                if (!CanonicalNetwork.Read(input.Network).Ok(out var network, out var problem))
                    return problem;
                if (input.Label.Length > Schema.Name)
                    return Problem.Invalid("label", $"A label has at most {Schema.Name} characters.");
                if (await Fault(work.Db, client, network) is { } fault)
                    return fault;
                var row = Row(work, client, network.Text, input.Label.Trim());
                work.Db.AllowedNetworks.Add(row);
                await work.Audit(Acts.NetworkAdded, client.Id, client.Environment, after: new { row.Network, row.Label });
                return NetworkEntry.Of(row);
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapPost(
                "/credentials/{environment}/{client}/allowlist",
                async (HttpContext http, string environment, string client, Input input, AddNetwork add) =>
                    (await add.Execute(http.Actor(), new(environment, client), input)).Created(entry => $"{http.Request.Path}/{entry.Id}")
            )
            .Needs(Needed)
            .Produces<NetworkEntry>(StatusCodes.Status201Created)
            .WithName("AddNetwork")
            .WithSummary("Adds a network to the allowlist of a credential.");

    private static async Task<Problem?> Fault(Db db, Client client, CanonicalNetwork network)
    {
        var list = db.AllowedNetworks.Where(row => row.Environment == client.Environment && row.ClientId == client.Id);
        if (await list.AnyAsync(row => row.Network == network.Text))
            return Problem.Invalid("network", $"{network.Text} is on the list already.");
        return await list.CountAsync() >= Most
            ? Problem.Conflict($"The list is full: it holds {Most} networks. Remove some, or join neighbours to a wider one.")
            : null;
    }

    private static AllowedNetwork Row(Work work, Client client, string network, string label) =>
        new()
        {
            Id = Guid.CreateVersion7(work.Now),
            TenantId = client.TenantId,
            Environment = client.Environment,
            ClientId = client.Id,
            Network = network,
            Label = label,
            AddedBy = work.Actor.Name,
            AddedAt = work.Now,
        };
}

using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Allowlists;

/// <summary>Lists a client's exemptions with who granted them, when and why, including past ones.</summary>
public sealed class ListExemptions(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.See, "hub.allowlists.read");

    private const int Most = 200;

    /// <summary>The exemptions of a credential.</summary>
    /// <param name="Items">The newest first.</param>
    public sealed record Output(IReadOnlyList<ExemptionEntry> Items);

    public Task<Result<Output, Problem>> Execute(Caller caller, ClientKey key) =>
        operations.Read<Output>(
            caller,
            Needed,
            async (db, _) =>
            {
                if (await key.Find(db) is not { } client)
                    return Problem.NotFound;
                var rows = await db
                    .AllowlistExemptions.Where(row => row.Environment == client.Environment && row.ClientId == client.Id)
                    .OrderByDescending(row => row.Id)
                    .Take(Most)
                    .ToListAsync();
                return new Output([.. rows.Select(ExemptionEntry.Of)]);
            }
        );

    /// <summary>One of them.</summary>
    public Task<Result<ExemptionEntry, Problem>> Find(Caller caller, ClientKey key, Guid exemption) =>
        operations.Read<ExemptionEntry>(
            caller,
            Needed,
            async (db, _) =>
                await key.Find(db) is { } client
                && await db.AllowlistExemptions.SingleOrDefaultAsync(row =>
                    row.Id == exemption && row.Environment == client.Environment && row.ClientId == client.Id
                )
                    is { } row
                    ? ExemptionEntry.Of(row)
                    : Problem.NotFound
        );

    public static void Map(IEndpointRouteBuilder tenant)
    {
        tenant
            .MapGet(
                "/credentials/{environment}/{client}/exemptions",
                async (HttpContext http, string environment, string client, ListExemptions list) =>
                    (await list.Execute(http.Caller(), new(environment, client))).Answer()
            )
            .RequirePermission(Needed)
            .Produces<Output>()
            .WithName("ListExemptions")
            .WithSummary("Lists a credential's exemptions from its allowlist: who granted them, when and why.");
        tenant
            .MapGet(
                "/credentials/{environment}/{client}/exemptions/{exemption:guid}",
                async (HttpContext http, string environment, string client, Guid exemption, ListExemptions list) =>
                    (await list.Find(http.Caller(), new(environment, client), exemption)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<ExemptionEntry>()
            .WithName("ReadExemption")
            .WithSummary("Returns an exemption of a credential from its allowlist.");
    }
}

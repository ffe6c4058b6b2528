using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Admin.Audit;
using Tokenhouse.Server.Data;

namespace Tokenhouse.Server.Admin.Allowlists;

/// <summary>Changes the label of an allowlist entry.</summary>
public sealed class LabelNetwork(Desk desk)
{
    public static readonly Permission Needed = new(Right.Work, "hub.allowlists.write");

    /// <param name="Label">The label.</param>
    public sealed record Input(string Label);

    public Task<Result<NetworkEntry, Problem>> Execute(Actor actor, AllowlistKey key, Guid entry, Input input) =>
        desk.Change<NetworkEntry>(
            actor,
            Needed,
            async work =>
            {
                if (await key.Find(work.Db) is not { } list)
                    return Problem.NotFound;
                if (await list.Rows(work.Db).SingleOrDefaultAsync(row => row.Id == entry) is not { } row)
                    return Problem.NotFound;
                if (Fault(input.Label) is { } fault)
                    return fault;
                var before = new { row.Network, row.Label };
                row.Label = input.Label.Trim();
                await work.Audit(Acts.NetworkLabelled, list.Target(actor), list.Environment, before, new { row.Network, row.Label });
                return NetworkEntry.Of(row);
            }
        );

    public static void Map(IEndpointRouteBuilder tenant)
    {
        tenant
            .MapPut(
                "/credentials/{environment}/{client}/allowlist/{entry:guid}",
                async (HttpContext http, string environment, string client, Guid entry, Input input, LabelNetwork label) =>
                    (await label.Execute(http.Actor(), new(environment, client), entry, input)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<NetworkEntry>()
            .WithName("LabelNetwork")
            .WithSummary("Changes the label of an entry on a credential's allowlist.");
        tenant
            .MapPut(
                "/allowlist/{environment}/{entry:guid}",
                async (HttpContext http, string environment, Guid entry, Input input, LabelNetwork label) =>
                    (await label.Execute(http.Actor(), new(environment), entry, input)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<NetworkEntry>()
            .WithName("LabelTenantNetwork")
            .WithSummary("Changes the label of an entry on the tenant's own allowlist.");
    }

    internal static Problem? Fault(string label) =>
        label.Trim() is var text && (text.Length > Schema.Name || !PlainText.IsLine(text))
            ? Problem.Invalid("label", $"A label can have at most {Schema.Name} characters, on one line and without invisible characters.")
            : null;
}

using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Allowlists;

/// <summary>Changes the label of an allowlist entry.</summary>
public sealed class LabelNetwork(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.Work, "hub.allowlists.write");

    /// <param name="Label">The label.</param>
    [RepresentedBy(typeof(NetworkEntry))]
    public sealed record Input(string Label);

    public Task<Result<NetworkEntry, Problem>> Execute(Caller caller, AllowlistKey key, Guid entry, Input input) =>
        operations.Change<NetworkEntry>(
            caller,
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
                await work.Audit(
                    AuditActions.NetworkLabelled,
                    list.Target(caller),
                    list.Environment,
                    before,
                    new { row.Network, row.Label }
                );
                return NetworkEntry.Of(row);
            }
        );

    public static void Map(IEndpointRouteBuilder tenant)
    {
        tenant
            .MapPut(
                "/credentials/{environment}/{client}/allowlist/{entry:guid}",
                async (HttpContext http, string environment, string client, Guid entry, Input input, LabelNetwork label) =>
                    (await label.Execute(http.Caller(), new(environment, client), entry, input)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<NetworkEntry>()
            .WithName("LabelNetwork")
            .WithSummary("Changes the label of an entry on a credential's allowlist.");
        tenant
            .MapPut(
                "/allowlist/{environment}/{entry:guid}",
                async (HttpContext http, string environment, Guid entry, Input input, LabelNetwork label) =>
                    (await label.Execute(http.Caller(), new(environment), entry, input)).Answer()
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

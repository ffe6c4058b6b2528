using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Catalogue;

/// <summary>Renames an API. Its identifier can't change, because APIs and tokens use it.</summary>
public sealed class RenameApi(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.Operate, "hub.contracts.write");

    /// <param name="Identifier">Which API.</param>
    /// <param name="Name">Its new name.</param>
    [RepresentedBy(typeof(CatalogueEntry))]
    public sealed record Input(string Identifier, string Name);

    public Task<Result<NoOutput, Problem>> Execute(Caller caller, Input input) =>
        operations.ChangeAcrossTenants<NoOutput>(
            caller,
            Needed,
            async work =>
            {
                if (await work.Db.Apis.SingleOrDefaultAsync(api => api.Identifier == input.Identifier) is not { } row)
                    return Problem.NotFound;
                if (row.Identifier == HubScopes.Identifier)
                    return Problem.Conflict("This API is built in and can't be changed.");
                if (CatalogueNames.NameFault(input.Name) is { } fault)
                    return Problem.Invalid("name", fault);
                var before = row.Name;
                row.Name = input.Name.Trim();
                await work.Audit(AuditActions.ApiRenamed, row.Identifier, before: new { Name = before }, after: new { row.Name });
                return NoOutput.Done;
            }
        );

    public static void Map(IEndpointRouteBuilder vendor) =>
        vendor
            .MapPut(
                "/catalogue/apis",
                async (HttpContext http, Input input, RenameApi rename) => (await rename.Execute(http.Caller(), input)).Answer()
            )
            .RequirePermission(Needed)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("RenameApi")
            .WithSummary("Renames an API.");
}

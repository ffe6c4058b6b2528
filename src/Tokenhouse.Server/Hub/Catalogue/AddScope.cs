using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Catalogue;

/// <summary>Adds a scope to an API, so that contracts can include it.</summary>
public sealed class AddScope(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.Operate, "hub.contracts.write");

    /// <summary>The scope to add.</summary>
    /// <param name="Api">The identifier of its API.</param>
    /// <param name="Scope">Its name. It can't be changed later.</param>
    public sealed record Input(string Api, string Scope);

    public Task<Result<NoOutput, Problem>> Execute(Caller caller, Input input) =>
        operations.ChangeAcrossTenants<NoOutput>(
            caller,
            Needed,
            async work =>
            {
                if (!await work.Db.Apis.AnyAsync(api => api.Identifier == input.Api))
                    return Problem.NotFound;
                if (input.Api == HubScopes.Identifier)
                    return Problem.Conflict("This API is built in and can't be changed.");
                if (CatalogueNames.ScopeFault(input.Scope) is { } fault)
                    return Problem.Invalid("scope", fault);
                if (await work.Db.Scopes.SingleOrDefaultAsync(scope => scope.Name == input.Scope) is { } taken)
                    return Problem.Invalid("scope", $"The scope {taken.Name} already exists, in {taken.ApiIdentifier}.");
                work.Db.Scopes.Add(new() { Name = input.Scope, ApiIdentifier = input.Api });
                await work.Audit(AuditActions.ScopeAdded, input.Scope, after: new { input.Api });
                return NoOutput.Done;
            }
        );

    public static void Map(IEndpointRouteBuilder vendor) =>
        vendor
            .MapPost(
                "/catalogue/scopes",
                async (HttpContext http, Input input, AddScope add) => (await add.Execute(http.Caller(), input)).Answer()
            )
            .RequirePermission(Needed)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("AddScope")
            .WithSummary("Adds a scope to an API.");
}

using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Catalogue;

/// <summary>Adds an API to the catalogue. Its scopes are added afterwards.</summary>
public sealed class AddApi(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.Operate, "hub.contracts.write");

    /// <summary>The API to add.</summary>
    /// <param name="Identifier">The <c>aud</c> of its tokens. It can't be changed later.</param>
    /// <param name="Name">Its name.</param>
    public sealed record Input(string Identifier, string Name);

    public Task<Result<CatalogueEntry, Problem>> Execute(Caller caller, Input input) =>
        operations.ChangeAcrossTenants<CatalogueEntry>(
            caller,
            Needed,
            async work =>
            {
                var faults = new Dictionary<string, string>();
                if (CatalogueNames.IdentifierFault(input.Identifier) is { } identifier)
                    faults["identifier"] = identifier;
                else if (await work.Db.Apis.AnyAsync(api => api.Identifier == input.Identifier))
                    faults["identifier"] = $"The API {input.Identifier} already exists.";
                if (CatalogueNames.NameFault(input.Name) is { } name)
                    faults["name"] = name;
                if (faults.Count > 0)
                    return Problem.Invalid(faults);
                work.Db.Apis.Add(new() { Identifier = input.Identifier, Name = input.Name.Trim() });
                await work.Audit(AuditActions.ApiAdded, input.Identifier, after: new { Name = input.Name.Trim() });
                return new CatalogueEntry(input.Identifier, input.Name.Trim(), [], [], null);
            }
        );

    public static void Map(IEndpointRouteBuilder vendor) =>
        vendor
            .MapPost(
                "/catalogue/apis",
                async (HttpContext http, Input input, AddApi add) =>
                    (await add.Execute(http.Caller(), input)).Created(_ => http.TenantUrl("/catalogue"))
            )
            .RequirePermission(Needed)
            .Produces<CatalogueEntry>(StatusCodes.Status201Created)
            .WithName("AddApi")
            .WithSummary("Adds an API to the catalogue.");
}

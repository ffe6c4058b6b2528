using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Catalogue;

/// <summary>
/// Creates the client that an API uses to check tokens in an environment. It can have the same ID in both. It has no secret at first; a member
/// of the vendor collects it like any other.
/// </summary>
public sealed partial class AddApiClient(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.Operate, "hub.contracts.write");

    /// <summary>The client of an API to add.</summary>
    /// <param name="Api">The identifier of its API.</param>
    /// <param name="Environment"><c>LIVE</c> or <c>UAT</c>.</param>
    /// <param name="Id">The client ID that teams configure, such as <c>hr-api</c>.</param>
    public sealed record Input(string Api, string Environment, string Id);

    public Task<Result<ApiClient, Problem>> Execute(Caller caller, Input input) =>
        operations.ChangeAcrossTenants<ApiClient>(
            caller,
            Needed,
            async work =>
            {
                if (await work.Db.Apis.SingleOrDefaultAsync(api => api.Identifier == input.Api) is not { } api)
                    return Problem.NotFound;
                if (api.Identifier == HubScopes.Identifier)
                    return Problem.Conflict("This API is built in, and the installation checks its tokens itself.");
                if (ClientKey.Read(input.Environment) is not { } environment)
                    return Problem.Invalid("environment", ClientKey.Environments);
                if (await Fault(work, input, environment) is { } fault)
                    return fault;
                work.Db.Clients.Add(Row(input.Id, environment, api, work.Now));
                await work.Audit(AuditActions.ApiClientAdded, input.Id, environment, after: new { input.Api });
                return new ApiClient(ClientKey.Format(environment), input.Id);
            }
        );

    public static void Map(IEndpointRouteBuilder vendor) =>
        vendor
            .MapPost(
                "/catalogue/clients",
                async (HttpContext http, Input input, AddApiClient add) =>
                    (await add.Execute(http.Caller(), input)).Created(client =>
                        http.TenantUrl(new ClientKey(client.Environment, client.Id).Path)
                    )
            )
            .RequirePermission(Needed)
            .Produces<ApiClient>(StatusCodes.Status201Created)
            .WithName("AddApiClient")
            .WithSummary("Creates the client that an API uses to check tokens, without a secret.");

    private static async Task<Problem?> Fault(AdminUnitOfWork work, Input input, TenantEnvironment environment)
    {
        if (!Form().IsMatch(input.Id))
            return Problem.Invalid("id", "Use up to 100 lowercase letters and digits, with hyphens between them, such as hr-api.");
        var clients = work.Db.Clients.IgnoreQueryFilters([Tokenhouse.Server.Data.Db.OwnerFilter]); // IDs are unique across tenants
        if (await clients.AnyAsync(row => row.Environment == environment && row.Kind == ClientKind.Api && row.ApiIdentifier == input.Api))
            return Problem.Conflict($"The API already has a client in {environment}.");
        var same = await clients.Where(row => row.Id == input.Id).ToListAsync();
        return same.Exists(row => row.Environment == environment || row.Kind is not ClientKind.Api || row.ApiIdentifier != input.Api)
            ? Problem.Invalid("id", $"Another client already has the ID {input.Id}.")
            : null;
    }

    private static Client Row(string id, TenantEnvironment environment, Tokenhouse.Server.Data.Entities.Api api, DateTimeOffset now) =>
        new()
        {
            Id = id,
            TenantId = Datacentre.Vendor,
            Environment = environment,
            Kind = ClientKind.Api,
            Name = api.Name,
            Scopes = [],
            ApiIdentifier = api.Identifier,
            CreatedAt = now,
        };

    [System.Text.RegularExpressions.GeneratedRegex("^[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?\\z", default, 1000)]
    private static partial System.Text.RegularExpressions.Regex Form();
}

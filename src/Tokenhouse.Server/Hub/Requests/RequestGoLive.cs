using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.GoLive;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>
/// Starts the request for a LIVE credential from a UAT credential that is ready. The person should check the copied settings: networks and redirect URIs
/// for LIVE usually differ from UAT. Secrets are never copied.
/// </summary>
public sealed class RequestGoLive(AdminOperations operations, GoLiveReadiness readiness)
{
    public static readonly Permission Needed = new(Right.Work, "hub.requests.write");

    public async Task<Result<RequestView, Problem>> Execute(Caller caller, ClientKey key) =>
        ReviewedRequest.Views(
            await operations.Change<ReviewedRequest>(
                caller,
                Needed,
                async work =>
                {
                    if (await key.Find(work.Db) is not { } client || !ReadChecklist.CanGoLive(client))
                        return Problem.NotFound;
                    var checklist = await readiness.Of(work.Db, client, work.Now);
                    if (checklist.OpenRequest is not null && client.DisabledAt is null)
                        return Problem.Conflict("Its go-live is already in progress: there is a request for it.");
                    if (checklist.Fault is { } fault)
                        return fault;
                    if (await DraftQueries.Full(work) is { } full)
                        return full;
                    var row = await Row(work, client);
                    work.Db.Requests.Add(row);
                    await work.Audit(AuditActions.GoLiveBegun, client.Id, client.Environment, after: new { Request = row.Id });
                    return await ReviewedRequest.Of(work, row);
                }
            )
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapPost(
                "/credentials/{environment}/{client}/go-live",
                async (HttpContext http, string environment, string client, RequestGoLive begin) =>
                    (await begin.Execute(http.Caller(), new(environment, client))).Created(made => http.TenantUrl($"/requests/{made.Id}"))
            )
            .RequirePermission(Needed)
            .Produces<RequestView>(StatusCodes.Status201Created)
            .WithName("RequestGoLive")
            .WithSummary("Starts a request for a LIVE credential with the settings of a UAT credential.");

    private static async Task<CredentialRequest> Row(AdminUnitOfWork work, Client client) =>
        new()
        {
            Id = Guid.CreateVersion7(work.Now),
            TenantId = client.TenantId,
            Environment = TenantEnvironment.LIVE,
            Kind = client.Kind,
            Name = client.Name,
            Purpose = client.Purpose,
            Scopes = [.. client.Scopes.Where(scope => !HubScopes.Owns(scope))],
            RedirectUris = [.. client.RedirectUris],
            RequiresPkce = client.RequiresPkce,
            Networks = await Networks(work.Db, client),
            Owner = client.Owner,
            Contact = client.Contact,
            State = RequestState.Draft,
            RequestedBy = work.Caller.Name,
            CreatedAt = work.Now,
            GoLiveOf = client.Id,
        };

    private static Task<List<string>> Networks(Db db, Client client) =>
        db
            .AllowedNetworks.Where(row => row.Environment == client.Environment && row.ClientId == client.Id)
            .OrderBy(row => row.Id)
            .Select(row => row.Network)
            .Take(NormalizedDraft.Most)
            .ToListAsync();
}

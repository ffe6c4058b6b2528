using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>Returns a request of the tenant, and the state of its scopes in the contract.</summary>
public sealed class ReadRequest(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.See, "hub.requests.read");

    public Task<Result<RequestView, Problem>> Execute(Caller caller, Guid id) =>
        operations.Read<RequestView>(
            caller,
            Needed,
            async (db, now) =>
                await db.Requests.SingleOrDefaultAsync(row => row.Id == id) is { } row
                    ? RequestView.Of(row, await db.Coverage(row.Environment), now)
                    : Problem.NotFound
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapGet(
                "/requests/{request:guid}",
                async (HttpContext http, Guid request, ReadRequest read) => (await read.Execute(http.Caller(), request)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<RequestView>()
            .WithName("ReadRequest")
            .WithSummary("Returns a request for a credential.");
}

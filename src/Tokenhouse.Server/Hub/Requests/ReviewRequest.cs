using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Hub.GoLive;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>Shows an operator what to decide: the request, its differences from the contract, and the tenant's existing credentials.</summary>
public sealed class ReviewRequest(AdminOperations operations, GoLiveReadiness readiness)
{
    public static readonly Permission Needed = new(Right.Operate, "hub.requests.read");

    /// <summary>How many of the tenant's credentials are shown, newest first.</summary>
    public const int MostOthers = 20;

    /// <summary>What is needed to decide about a request.</summary>
    /// <param name="Request">The request.</param>
    /// <param name="Others">The tenant's newest credentials.</param>
    /// <param name="OtherCount">The tenant's number of credentials.</param>
    public sealed record Output(RequestView Request, IReadOnlyList<Credential> Others, int OtherCount)
    {
        /// <summary>The checklist of the UAT credential it takes live; null if there is none.</summary>
        public Checklist? GoLive { get; init; }

        /// <summary>Whether it can be approved without changing the contract.</summary>
        public bool IsInContract => Request.Scopes.All(scope => scope.IsCovered);
    }

    /// <summary>An existing credential of the tenant.</summary>
    /// <param name="Key">Which one.</param>
    /// <param name="Kind">Its kind.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Scopes">The scopes that it has.</param>
    /// <param name="CreatedAt">When it was created.</param>
    public sealed record Credential(ClientKey Key, string Kind, string Name, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt);

    public Task<Result<Output, Problem>> Execute(Caller caller, Guid id) =>
        operations.Read<Output>(
            caller,
            Needed,
            async (db, now) =>
            {
                if (await db.Requests.SingleOrDefaultAsync(row => row.Id == id) is not { } row)
                    return Problem.NotFound;
                var clients = db.Clients.Where(client => client.Kind != ClientKind.Api);
                var newest = await clients
                    .OrderByDescending(client => client.CreatedAt)
                    .ThenBy(client => client.Id)
                    .Take(MostOthers)
                    .ToListAsync();
                return new Output(
                    RequestView.Of(row, await db.Coverage(row.Environment), now),
                    [
                        .. newest.Select(client => new Credential(
                            ClientKey.Of(client),
                            ClientKindNames.Format(client.Kind),
                            client.Name,
                            client.Scopes,
                            client.CreatedAt
                        )),
                    ],
                    await clients.CountAsync()
                )
                {
                    GoLive = await readiness.Of(db, row, now),
                };
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapGet(
                "/requests/{request:guid}/review",
                async (HttpContext http, Guid request, ReviewRequest review) => (await review.Execute(http.Caller(), request)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<Output>()
            .WithName("ReviewRequest")
            .WithSummary("Returns everything needed to decide about a request. For the vendor's own programs.");
}

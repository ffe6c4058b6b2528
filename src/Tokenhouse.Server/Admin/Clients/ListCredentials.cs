using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Admin.Lists;

namespace Tokenhouse.Server.Admin.Clients;

/// <summary>The credentials of a tenant, of both environments in one list.</summary>
public sealed class ListCredentials(Desk desk)
{
    public static readonly Permission Needed = new(Right.See, "hub.credentials.read");

    /// <summary>One page.</summary>
    public Task<Outcome<Slice<CredentialRow>>> Page(Actor actor, CredentialFilter filter, string? sort, int number) =>
        desk.Read<Slice<CredentialRow>>(actor, Needed, async (db, now) => await filter.Sorted(db, now, sort).Slice(number));

    /// <summary>Those after a cursor, by environment and id.</summary>
    public Task<Outcome<Batch<CredentialRow>>> Execute(Actor actor, CredentialFilter filter, string? cursor, int? limit) =>
        desk.Read<Batch<CredentialRow>>(
            actor,
            Needed,
            async (db, now) =>
            {
                var rows = filter.Of(db, now);
                if (cursor is not null)
                {
                    if (Cursor.Read(cursor)?.Split('/', 2) is not [var spelled, var id] || ClientKey.Read(spelled) is not { } environment)
                        return Problem.Invalid("cursor", "Send the cursor as the answer before had it.");
                    var uat = environment is Environment.UAT;
                    rows = rows.Where(row =>
                        row.Environment == environment && row.Id.CompareTo(id) > 0 || !uat && row.Environment == Environment.UAT
                    );
                }
                var size = Batch<CredentialRow>.Size(limit);
                var read = await rows.OrderBy(row => row.Environment).ThenBy(row => row.Id).Take(size + 1).ToListAsync();
                return Batch<CredentialRow>.Of(read, size, row => $"{row.Key.Environment}/{row.Id}");
            }
        );

    /// <summary>All of them, as they are written to a file.</summary>
    public Task<Outcome<Completion>> Export(
        Actor actor,
        CredentialFilter filter,
        string? sort,
        Func<IAsyncEnumerable<CredentialRow>, Task> write
    ) =>
        desk.Read<Completion>(
            actor,
            Needed,
            async (db, now) =>
            {
                await write(filter.Sorted(db, now, sort).AsAsyncEnumerable());
                return Completion.Done;
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapGet(
                "/credentials",
                async (HttpContext http, [AsParameters] CredentialFilter filter, string? cursor, int? limit, ListCredentials list) =>
                    (await list.Execute(http.Actor(), filter, cursor, limit)).Answer()
            )
            .Needs(Needed)
            .Produces<Batch<CredentialRow>>()
            .WithName("ListCredentials")
            .WithSummary("The credentials of a tenant in both environments.");
}

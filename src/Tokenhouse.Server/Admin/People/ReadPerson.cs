using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;

namespace Tokenhouse.Server.Admin.People;

/// <summary>Returns one member of the tenant.</summary>
public sealed class ReadPerson(Desk desk)
{
    public static readonly Permission Needed = ListPeople.Needed;

    public Task<Result<PersonEntry, Problem>> Execute(Actor actor, Guid id) =>
        desk.Read<PersonEntry>(
            actor,
            Needed,
            async (db, _) =>
                await PersonEntry.All(db, actor).SingleOrDefaultAsync(person => person.Id == id) is { } found ? found : Problem.NotFound
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapGet(
                "/people/{person:guid}",
                async (HttpContext http, Guid person, ReadPerson read) => (await read.Execute(http.Actor(), person)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<PersonEntry>()
            .WithName("ReadPerson")
            .WithSummary("Returns a member of the tenant.");
}

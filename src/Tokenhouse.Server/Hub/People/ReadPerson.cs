using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.People;

/// <summary>Returns one member of the tenant.</summary>
public sealed class ReadPerson(AdminOperations operations)
{
    public static readonly Permission Needed = ListPeople.Needed;

    public Task<Result<PersonEntry, Problem>> Execute(Caller caller, Guid id) =>
        operations.Read<PersonEntry>(
            caller,
            Needed,
            async (db, _) =>
                await PersonEntry.All(db, caller).SingleOrDefaultAsync(person => person.Id == id) is { } found ? found : Problem.NotFound
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapGet(
                "/people/{person:guid}",
                async (HttpContext http, Guid person, ReadPerson read) => (await read.Execute(http.Caller(), person)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<PersonEntry>()
            .WithName("ReadPerson")
            .WithSummary("Returns a member of the tenant.");
}

using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Admin;

/// <summary>What holds for every change that is made in the Hub.</summary>
[Trait("Category", "Security")]
public sealed class DeskTests(Houses houses) : IClassFixture<Houses>
{
    private static readonly Permission Work = new(Right.Work, "hub.credentials.write");

    [Theory, OnEachDatabase]
    public async Task A_change_and_its_entry_are_saved_together_and_the_servers_hear_of_it(Database database)
    {
        var (house, desk, manager) = await Begin(database, "desk-done");
        long before;
        await using (var db = house.Db("dc3"))
            before = await db.Changes.MaxAsync(change => change.Id);
        await desk.Change<Completion>(
                manager,
                Work,
                async work =>
                {
                    await Rename(work, "Renamed");
                    return Completion.Done;
                }
            )
            .Value();
        (await Name(house, "desk-done")).ShouldBe("Renamed");
        (await house.Audit(manager.Tenant.Id)).Single().Act.ShouldBe("test.renamed");
        await using var after = house.Db("dc3");
        (await after.Changes.AnyAsync(change => change.Id > before && change.Key == "desk-done")).ShouldBeTrue();
    }

    [Theory, OnEachDatabase]
    public async Task What_ends_in_a_problem_has_changed_nothing(Database database)
    {
        var (house, desk, manager) = await Begin(database, "desk-problem");
        var problem = await desk.Change<Completion>(
                manager,
                Work,
                async work =>
                {
                    await Rename(work, "Renamed");
                    await work.Db.SaveChangesAsync(); // even what was written already
                    return Problem.Conflict("Not today.");
                }
            )
            .Problem();
        (problem.Status, problem.Detail).ShouldBe((409, "Not today."));
        await Unchanged(house, manager, "desk-problem");
    }

    [Theory, OnEachDatabase]
    public async Task What_fails_has_changed_nothing(Database database)
    {
        var (house, desk, manager) = await Begin(database, "desk-failure");
        await Should.ThrowAsync<InvalidTimeZoneException>(() =>
            desk.Change<Completion>(
                manager,
                Work,
                async work =>
                {
                    await Rename(work, "Renamed");
                    await work.Db.SaveChangesAsync();
                    throw new InvalidTimeZoneException();
                }
            )
        );
        await Unchanged(house, manager, "desk-failure");
    }

    [Theory, OnEachDatabase]
    public async Task Who_saves_what_somebody_else_changed_meanwhile_is_told_so(Database database)
    {
        var (house, desk, manager) = await Begin(database, "desk-stale");
        Client read;
        await using (var db = house.Db("dc3"))
            read = await db.Clients.IgnoreQueryFilters().AsNoTracking().SingleAsync(client => client.Id == "desk-stale");
        await house.Change("desk-stale", client => client.Name = "Renamed by somebody");
        var problem = await desk.Change<Completion>(
                manager,
                Work,
                async work =>
                {
                    work.Db.Attach(read).Entity.Name = "Renamed";
                    await work.Audit("test.renamed", read.Id);
                    return Completion.Done;
                }
            )
            .Problem();
        problem.ShouldBeSameAs(Problem.Stale);
        (problem.Status, problem.Title).ShouldBe((412, "Changed in the meantime"));
        (await Name(house, "desk-stale")).ShouldBe("Renamed by somebody");
        (await house.Audit(manager.Tenant.Id)).ShouldBeEmpty();
    }

    [Theory, OnEachDatabase]
    public async Task Without_the_right_nothing_is_even_begun(Database database)
    {
        var (house, desk, _) = await Begin(database, "desk-right");
        await using var db = house.Db("dc3");
        var tenant = await db.Tenants.SingleAsync(row => row.Slug == "desk-right");
        var reader = await house.Actor(tenant, Role.Reader);
        (await desk.Change<Completion>(reader, Work, _ => throw new InvalidOperationException("It was begun.")).Problem()).ShouldBeSameAs(
            Problem.NotFound
        );
        (
            await desk.Read<Completion>(
                    reader,
                    new(Right.ManagePeople, "hub.people.read"),
                    (_, _) => throw new InvalidOperationException("It was begun.")
                )
                .Problem()
        ).ShouldBeSameAs(Problem.NotFound);
    }

    [Theory, OnEachDatabase]
    public async Task Other_tenants_rows_are_out_of_sight(Database database)
    {
        var (house, desk, manager) = await Begin(database, "desk-sight");
        await desk.Change<Completion>(
                manager,
                Work,
                async work =>
                {
                    (await work.Db.Clients.Select(client => client.Id).ToListAsync()).ShouldBe(["desk-sight"]);
                    return Completion.Done;
                }
            )
            .Value();
        await desk.Read<Completion>(
                manager,
                Work,
                async (db, _) =>
                {
                    (await db.Clients.Select(client => client.Id).ToListAsync()).ShouldBe(["desk-sight"]);
                    db.ChangeTracker.Entries().ShouldBeEmpty();
                    return Completion.Done;
                }
            )
            .Value();
    }

    private async Task<(House House, Desk Desk, Actor Manager)> Begin(Database database, string slug)
    {
        var house = await houses.On(database);
        var tenant = await house.AddTenant(slug);
        await house.AddIntegrator(slug, tenantId: tenant.Id);
        return (house, house.The<Desk>(), await house.Actor(tenant));
    }

    private static async Task Rename(Work work, string name)
    {
        var client = await work.Db.Clients.SingleAsync();
        client.Name = name;
        await work.Audit("test.renamed", client.Id);
    }

    private static async Task Unchanged(House house, Actor manager, string slug)
    {
        (await Name(house, slug)).ShouldBe(slug);
        (await house.Audit(manager.Tenant.Id)).ShouldBeEmpty();
    }

    private static async Task<string> Name(House house, string id)
    {
        await using var db = house.Db("dc3");
        return await db.Clients.IgnoreQueryFilters().Where(client => client.Id == id).Select(client => client.Name).SingleAsync();
    }
}

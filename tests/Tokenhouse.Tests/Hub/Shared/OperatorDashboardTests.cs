using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Tests.Hub.Log;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Shared;

/// <summary>What holds for every change that is made in the Hub.</summary>
[Trait("Category", "Security")]
[Collection<LogServers>]
public sealed class OperatorDashboardTests(TestServers servers)
{
    private static readonly Permission Work = new(Right.Work, "hub.credentials.write");

    [Theory, OnEachDatabase]
    public async Task A_change_and_its_entry_are_saved_together_and_the_servers_hear_of_it(Database database)
    {
        var (server, operations, manager) = await Begin(database, "desk-done");
        long before;
        await using (var db = server.Db("dc3"))
            before = await db.Changes.MaxAsync(change => change.Id);
        await operations
            .Change<NoOutput>(
                manager,
                Work,
                async work =>
                {
                    await Rename(work, "Renamed");
                    return NoOutput.Done;
                }
            )
            .Value();
        (await Name(server, "desk-done")).ShouldBe("Renamed");
        (await server.AuditOf(manager.Tenant.Id)).Single().Act.ShouldBe("test.renamed");
        await using var after = server.Db("dc3");
        (await after.Changes.AnyAsync(change => change.Id > before && change.Key == "desk-done")).ShouldBeTrue();
    }

    [Theory, OnEachDatabase]
    public async Task What_ends_in_a_problem_has_changed_nothing(Database database)
    {
        var (server, operations, manager) = await Begin(database, "desk-problem");
        var problem = await operations
            .Change<NoOutput>(
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
        await Unchanged(server, manager, "desk-problem");
    }

    [Theory, OnEachDatabase]
    public async Task What_fails_has_changed_nothing(Database database)
    {
        var (server, operations, manager) = await Begin(database, "desk-failure");
        await Should.ThrowAsync<InvalidTimeZoneException>(() =>
            operations.Change<NoOutput>(
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
        await Unchanged(server, manager, "desk-failure");
    }

    [Theory, OnEachDatabase]
    public async Task Who_saves_what_somebody_else_changed_meanwhile_is_told_so(Database database)
    {
        var (server, operations, manager) = await Begin(database, "desk-stale");
        Client read;
        await using (var db = server.Db("dc3"))
            read = await db.Clients.IgnoreQueryFilters().AsNoTracking().SingleAsync(client => client.Id == "desk-stale");
        await server.Change("desk-stale", client => client.Name = "Renamed by somebody");
        var problem = await operations
            .Change<NoOutput>(
                manager,
                Work,
                async work =>
                {
                    work.Db.Attach(read).Entity.Name = "Renamed";
                    await work.Audit("test.renamed", read.Id);
                    return NoOutput.Done;
                }
            )
            .Problem();
        problem.ShouldBeSameAs(Problem.Stale);
        (problem.Status, problem.Title).ShouldBe((412, "Changed in the meantime"));
        (await Name(server, "desk-stale")).ShouldBe("Renamed by somebody");
        (await server.AuditOf(manager.Tenant.Id)).ShouldBeEmpty();
    }

    [Theory, OnEachDatabase]
    public async Task Without_the_right_nothing_is_even_begun(Database database)
    {
        var (server, operations, _) = await Begin(database, "desk-right");
        await using var db = server.Db("dc3");
        var tenant = await db.Tenants.SingleAsync(row => row.Slug == "desk-right");
        var reader = await server.Actor(tenant, Role.Reader);
        (
            await operations.Change<NoOutput>(reader, Work, _ => throw new InvalidOperationException("It was begun.")).Problem()
        ).ShouldBeSameAs(Problem.NotFound);
        (
            await operations
                .Read<NoOutput>(
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
        var (server, operations, manager) = await Begin(database, "desk-sight");
        await operations
            .Change<NoOutput>(
                manager,
                Work,
                async work =>
                {
                    (await work.Db.Clients.Select(client => client.Id).ToListAsync()).ShouldBe(["desk-sight"]);
                    return NoOutput.Done;
                }
            )
            .Value();
        await operations
            .Read<NoOutput>(
                manager,
                Work,
                async (db, _) =>
                {
                    (await db.Clients.Select(client => client.Id).ToListAsync()).ShouldBe(["desk-sight"]);
                    db.ChangeTracker.Entries().ShouldBeEmpty();
                    return NoOutput.Done;
                }
            )
            .Value();
    }

    private async Task<(TestServer House, AdminOperations Desk, Caller Manager)> Begin(Database database, string slug)
    {
        var server = await servers.On(database);
        var tenant = await server.AddTenant(slug);
        await server.AddIntegrator(slug, tenantId: tenant.Id);
        return (server, server.The<AdminOperations>(), await server.Actor(tenant));
    }

    private static async Task Rename(AdminUnitOfWork work, string name)
    {
        var client = await work.Db.Clients.SingleAsync();
        client.Name = name;
        await work.Audit("test.renamed", client.Id);
    }

    private static async Task Unchanged(TestServer server, Caller manager, string slug)
    {
        (await Name(server, slug)).ShouldBe(slug);
        (await server.AuditOf(manager.Tenant.Id)).ShouldBeEmpty();
    }

    private static async Task<string> Name(TestServer server, string id)
    {
        await using var db = server.Db("dc3");
        return await db.Clients.IgnoreQueryFilters().Where(client => client.Id == id).Select(client => client.Name).SingleAsync();
    }
}

using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Audit;
using Tokenhouse.Server.Hub.People;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.People;

/// <summary>Who gives whom which role.</summary>
[Trait("Category", "Security")]
[Collection<PeopleServers>]
public sealed class RoleTests(TestServers servers)
{
    [Fact]
    public async Task A_Manager_gives_a_member_another_role_and_it_counts_at_once()
    {
        var (server, tenant, manager) = await Begin(Databases.Default, "role-given");
        var email = await server.Member(tenant, Role.Member);
        (await server.FindActor(email, tenant.Slug)).ShouldBeNull();

        await Change(server, manager, email, Role.Developer).Value();
        (await server.Actor(email, tenant.Slug)).Rights.ShouldBe([Right.See, Right.Work, Right.HoldSecrets], ignoreOrder: true);
        var entry = (await server.AuditOf(tenant.Id)).Single();
        (entry.Act, entry.Target, entry.Before, entry.After).ShouldBe(
            (AuditActions.RoleChanged, email, """{"role":"Member"}""", """{"role":"Developer"}""")
        );
        AuditSentences.Of(entry).ShouldBe($"{manager.Name} changed the role of {email} from Member to Developer.");

        await Change(server, manager, email, Role.Developer).Value(); // nothing to do, and nothing to write down
        (await server.AuditOf(tenant.Id)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_changes_their_own_role_or_removes_themselves()
    {
        var (server, tenant, manager) = await Begin(Databases.Default, "role-own");
        await server.Member(tenant, Role.Manager);
        foreach (var role in Enum.GetValues<Role>())
            (await Change(server, manager, manager.Name, role).Problem()).Detail.ShouldBe(
                "You can't change your own role. Ask another Manager."
            );
        (await Remove(server, manager, manager.Name).Problem()).Detail.ShouldBe("You can't remove yourself. Ask another Manager.");
        (await server.AuditOf(tenant.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_last_Manager_is_neither_demoted_nor_removed()
    {
        var (server, tenant, manager) = await Begin(Databases.Default, "role-last");
        var operators = await server.Actor("operator@tokenhouse.example", tenant.Slug);
        var disabled = await server.Member(tenant, Role.Manager);
        await server.Change(async db =>
            (await db.Accounts.SingleAsync(account => account.Email == disabled)).DisabledAt = server.Clock.GetUtcNow()
        );
        var sentence =
            $"{manager.Name} is the last Manager here. Without a Manager, no one could invite people or change roles. Make someone else a Manager first.";
        (await Change(server, operators, manager.Name, Role.Developer).Problem()).ShouldSatisfyAllConditions(
            problem => problem.Status.ShouldBe(409),
            problem => problem.Detail.ShouldBe(sentence)
        );
        (await Remove(server, operators, manager.Name).Problem()).Detail.ShouldBe(sentence);

        await Change(server, manager, await server.Member(tenant, Role.Reader), Role.Manager).Value();
        await Change(server, operators, manager.Name, Role.Developer).Value();
    }

    [Fact]
    public async Task Of_two_Managers_who_demote_or_remove_each_other_at_once_one_stays()
    {
        var server = await servers.On();
        for (var i = 0; i < Iterations.Of(3, 30); i++)
        {
            var tenant = await server.AddTenant($"role-race-{i}");
            var (one, other) = (await server.Actor(tenant), await server.Actor(tenant));
            var outcomes = await Task.WhenAll(
                i % 2 == 0 ? Change(server, one, other.Name, Role.Reader) : Remove(server, one, other.Name),
                Change(server, other, one.Name, Role.Reader)
            );
            outcomes.Count(outcome => outcome.Ok(out _, out _)).ShouldBe(1);
            await using var db = server.Db("dc3");
            (await db.Memberships.CountAsync(row => row.TenantId == tenant.Id && row.Role == Role.Manager)).ShouldBe(1);
            (await server.AuditOf(tenant.Id)).Count.ShouldBe(1);
        }
    }

    [Fact]
    public async Task Who_saw_an_earlier_role_is_told_that_it_changed()
    {
        var (server, tenant, manager) = await Begin(Databases.Default, "role-stale");
        var email = await server.Member(tenant, Role.Reader);
        var seen = await server.The<ReadPerson>().Execute(manager, (await server.Account(email)).Id).Value();
        await Change(server, manager, email, Role.Developer).Value();
        (await Change(server, manager, email, Role.Member, seen.Version).Problem()).ShouldBeSameAs(Problem.Stale);
        await Change(server, manager, email, Role.Member, seen.Version + 1).Value();
    }

    [Fact]
    public async Task Only_Managers_of_the_tenant_and_of_the_vendor_manage_people()
    {
        var (server, tenant, _) = await Begin(Databases.Default, "role-others");
        var email = await server.Member(tenant, Role.Member);
        foreach (var role in (Role[])[Role.Reader, Role.Developer])
        {
            (await Change(server, await server.Actor(tenant, role), email, Role.Reader).Problem()).ShouldBeSameAs(Problem.NotFound);
            var vendors = await server.Actor(await server.Member(1, role), tenant.Slug);
            (await Change(server, vendors, email, Role.Reader).Problem()).ShouldBeSameAs(Problem.NotFound);
        }
        await Change(server, await server.Actor(await server.Member(1, Role.Manager), tenant.Slug), email, Role.Reader).Value();
    }

    [Fact]
    public async Task Other_tenants_people_are_not_there()
    {
        var (server, tenant, manager) = await Begin(Databases.Default, "role-foreign");
        var foreign = await server.Member(await server.AddTenant("role-foreign-other"), Role.Member);
        var id = (await server.Account(foreign)).Id;
        (await Change(server, manager, foreign, Role.Reader).Problem()).ShouldBeSameAs(Problem.NotFound);
        (await Remove(server, manager, foreign).Problem()).ShouldBeSameAs(Problem.NotFound);
        (await server.The<ReadPerson>().Execute(manager, id).Problem()).ShouldBeSameAs(Problem.NotFound);
        (await server.The<ListPeople>().Page(manager, new(), "email", 1).Value()).Rows.Select(row => row.Email).ShouldBe([manager.Name]);
        (await server.AuditOf(tenant.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_role_that_is_none_is_refused()
    {
        var (server, tenant, manager) = await Begin(Databases.Default, "role-none");
        var problem = await Change(server, manager, await server.Member(tenant, Role.Member), (Role)7).Problem();
        (problem.Status, problem.Fields["role"]).ShouldBe((422, "Choose one of the four roles."));
    }

    [Fact]
    public async Task People_are_found_sorted_and_cut_into_pages()
    {
        var (server, tenant, manager) = await Begin(Databases.Default, "role-list");
        var emails = new List<string> { manager.Name };
        for (var i = 0; i < 60; i++)
            emails.Add(await server.Member(tenant, (Role)(i % 3)));
        var list = server.The<ListPeople>();

        var page = await list.Page(manager, new(), "email", 2).Value();
        (page.Total, page.Number, page.Rows.Count).ShouldBe((61, 2, 11));
        (await list.Page(manager, new(Role: "Reader"), null, 1).Value()).Total.ShouldBe(20);
        (await list.Page(manager, new(emails[7]), null, 1).Value()).Rows.Single().Email.ShouldBe(emails[7]);
        (await list.Page(manager, new(), "role", 1).Value()).Rows[0].Role.ShouldBe(Role.Manager);
        (await list.Page(manager, new(), "-role", 2).Value()).Rows[^1].Role.ShouldBe(Role.Manager);
        (await list.Page(manager, new(), "seen", 1).Value()).Rows[0].Email.ShouldBe(manager.Name);
        foreach (var sort in (string[])["name", "-name", "email", "-email", "-seen"])
            (await list.Page(manager, new(), sort, 1).Value()).Rows.Count.ShouldBe(50);

        var read = new List<string>();
        string? cursor = null;
        do
        {
            var batch = await list.Execute(manager, new(), cursor, 25).Value();
            read.AddRange(batch.Items.Select(person => person.Email));
            cursor = batch.Next;
        } while (cursor is not null);
        read.Count.ShouldBe(61);
        read.ShouldBe(emails, ignoreOrder: true);
        (await list.Execute(manager, new(), "nonsense!", 25).Problem()).Status.ShouldBe(422);
    }

    private async Task<(TestServer House, Tenant Tenant, Caller Manager)> Begin(Database database, string slug)
    {
        var server = await servers.On(database);
        var tenant = await server.AddTenant(slug);
        return (server, tenant, await server.Actor(tenant));
    }

    private static async Task<Result<NoOutput, Problem>> Change(
        TestServer server,
        Caller caller,
        string email,
        Role role,
        int? version = null
    ) => await server.The<ChangeRole>().Execute(caller, (await server.Account(email)).Id, new(role, version));

    private static async Task<Result<NoOutput, Problem>> Remove(TestServer server, Caller caller, string email) =>
        await server.The<RemoveMember>().Execute(caller, (await server.Account(email)).Id);
}

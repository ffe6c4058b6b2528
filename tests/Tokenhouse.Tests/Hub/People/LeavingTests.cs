using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Audit;
using Tokenhouse.Server.Hub.People;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.People;

/// <summary>Who is removed, or whose account is shut, is acted for no more, at this server and at APIs.</summary>
[Trait("Category", "Security")]
[Collection<PeopleServers>]
public sealed class LeavingTests(TestServers servers)
{
    [Theory, OnEachDatabase]
    public async Task What_the_clients_of_the_tenant_had_of_a_removed_member_ends_and_nothing_else(Database database)
    {
        var there = await Begin(database, "leave-there");
        var elsewhere = await Begin(database, "leave-elsewhere", there.Email);
        var (server, manager) = (there.Server, there.Manager);
        var code = await there.Integrator.Code(there.Session);
        var before = await Revoked(server);

        await server.The<RemoveMember>().Execute(manager, there.Id).Value();
        await server.HearOfChanges("dc3");
        (await there.Integrator.Refresh(there.Refresh)).Body.ShouldBe(Integrator.WrongRefreshToken);
        (await there.Integrator.Redeem(code)).Status.ShouldBe(400);
        (await IsActive(server, there.Access)).ShouldBeFalse();
        (await Revoked(server) - before).ShouldBe(1); // APIs that look at JWTs themselves are told
        await using (var db = server.Db("dc3"))
        {
            (
                await db.Consents.IgnoreQueryFilters().Where(row => row.AccountId == there.Id).Select(row => row.ClientId).ToListAsync()
            ).ShouldBe(["leave-elsewhere"]);
            var ended = await db.Families.IgnoreQueryFilters().SingleAsync(row => row.ClientId == "leave-there");
            ended.EndReason.ShouldBe("the account holder is no longer a member of the tenant");
        }
        (await IsActive(server, elsewhere.Access)).ShouldBeTrue();
        (await elsewhere.Integrator.Refresh(elsewhere.Refresh)).Status.ShouldBe(200);
        (await server.FindActor(there.Email, "leave-there")).ShouldBeNull();
        var entry = (await server.AuditOf(manager.Tenant.Id)).Single();
        AuditSentences.Of(entry).ShouldBe($"{manager.Name} removed {there.Email}, who was Developer.");
        (await server.The<RemoveMember>().Execute(manager, there.Id).Problem()).ShouldBeSameAs(Problem.NotFound);
    }

    [Theory, OnEachDatabase]
    public async Task A_disabled_account_is_signed_out_everywhere_and_its_tokens_end_in_all_tenants(Database database)
    {
        var one = await Begin(database, "shut-one");
        var other = await Begin(database, "shut-other", one.Email);
        var server = one.Server;
        var before = await Revoked(server);
        var operators = await server.Actor("operator@tokenhouse.example", "shut-one");
        await server.The<DisableAccount>().Execute(operators, one.Id).Value();
        await server.HearOfChanges("dc3");

        (await server.SessionsOf(one.Email)).ShouldBeEmpty();
        foreach (var person in (Person[])[one, other])
        {
            (await person.Integrator.Refresh(person.Refresh)).Body.ShouldBe(Integrator.WrongRefreshToken);
            (await IsActive(server, person.Access)).ShouldBeFalse();
        }
        (await Revoked(server) - before).ShouldBe(2); // APIs that look at JWTs themselves are told
        var session = new BrowserSession(server);
        await session.SignInTo("/account", one.Email);
        session.Answer.Status.ShouldBe(400);
        await server.The<DisableAccount>().Execute(operators, one.Id).Value(); // it is already

        await server.The<EnableAccount>().Execute(operators, one.Id).Value();
        await server.HearOfChanges("dc3");
        await session.SignIn(one.Email);
        session.Path.ShouldBe("/account");
        (await one.Integrator.Refresh(one.Refresh)).Body.ShouldBe(Integrator.WrongRefreshToken); // what ended stays ended
        (await server.AuditOf(one.Manager.Tenant.Id))
            .Select(AuditSentences.Of)
            .ShouldBe([
                $"operator@tokenhouse.example disabled the account of {one.Email}, in all tenants.",
                $"operator@tokenhouse.example enabled the account of {one.Email}.",
            ]);
    }

    [Theory, OnEachDatabase]
    public async Task A_row_that_was_read_before_does_not_open_the_account_again(Database database)
    {
        var server = await servers.On(database);
        var email = await server.Person();
        await using var scope = server.Services("dc3").CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var read = (await accounts.FindByEmailAsync(email))!;
        await server.The<DisableAccount>().Execute(await server.Actor("operator@tokenhouse.example", "nordia"), read.Id).Value();
        read.Name = "Changed in the meantime";
        (await accounts.UpdateAsync(read)).Succeeded.ShouldBeFalse();
        var account = await server.Account(email);
        (account.DisabledAt is not null, account.Name == "Changed in the meantime").ShouldBe((true, false));
        account.SecurityStamp.ShouldNotBe(email);
    }

    [Fact]
    public async Task Accounts_are_shut_by_operators_alone_and_those_of_operators_by_the_vendors_Managers()
    {
        var server = await servers.On();
        var tenant = await server.AddTenant("shut-who");
        var victim = (await server.Account(await server.Member(tenant, Role.Reader))).Id;
        var disable = server.The<DisableAccount>();
        (await disable.Execute(await server.Actor(tenant), victim).Problem()).ShouldBeSameAs(Problem.NotFound);
        var helper = await server.Member(1, Role.Developer);
        var manager = await server.Member(1, Role.Manager);
        var helperHere = await server.Actor(helper, "shut-who");
        await disable.Execute(helperHere, victim).Value();
        (await disable.Execute(helperHere, (await server.Account(BrowserSession.Ada)).Id).Problem()).ShouldBeSameAs(Problem.NotFound);

        var (helperAtHome, managerAtHome) = (await server.Actor(helper, "vendor"), await server.Actor(manager, "vendor"));
        var managerId = (await server.Account(manager)).Id;
        (await disable.Execute(helperAtHome, managerId).Problem()).Detail.ShouldBe(
            $"{manager} is an operator. Only a Manager of the vendor can do this, in the vendor's own list of people."
        );
        (await disable.Execute(managerAtHome, managerId).Problem()).Detail.ShouldBe(
            "You can't disable your own account. Ask another operator."
        );
        await disable.Execute(managerAtHome, (await server.Account(helper)).Id).Value();
        (await server.FindActor(manager, "shut-who")).ShouldNotBeNull().AccountId.ShouldBe(managerId); // a role there is not a membership
        (await disable.Execute(managerAtHome, Guid.CreateVersion7()).Problem()).ShouldBeSameAs(Problem.NotFound);
    }

    [Theory, OnEachDatabase]
    public async Task Of_two_Managers_of_the_vendor_who_disable_each_other_at_once_one_stays(Database database)
    {
        await using var server = await TestServer.Start(new TestServerOptions(database) { Run = ["dc3"] });
        var (one, other) = (await server.Member(1, Role.Manager), await server.Member(1, Role.Manager));
        var demo = (await server.Account("operator@tokenhouse.example")).Id;
        var (first, second) = (await server.Actor(one, "vendor"), await server.Actor(other, "vendor"));
        await server.The<DisableAccount>().Execute(first, demo).Value();
        var (oneId, otherId) = ((await server.Account(one)).Id, (await server.Account(other)).Id);
        var outcomes = await Task.WhenAll(
            server.The<DisableAccount>().Execute(first, otherId),
            server.The<DisableAccount>().Execute(second, oneId)
        );
        outcomes.Count(outcome => outcome.Ok(out _, out _)).ShouldBe(1);
    }

    [Fact]
    public async Task What_somebody_invited_others_with_ends_when_they_may_no_longer_invite()
    {
        var server = await servers.On();
        var tenant = await server.AddTenant("leave-invited");
        var stays = await server.Actor(tenant);
        var leaves = new List<Caller>();
        for (var i = 0; i < 3; i++)
            leaves.Add(await server.Actor(tenant));
        await using (var scope = server.Services("dc3").CreateAsyncScope())
        {
            var invite = scope.ServiceProvider.GetRequiredService<Invite>();
            foreach (var caller in leaves)
                await invite.Execute(caller, new($"of-{caller.Name}", Role.Manager)).Value();
            await invite.Execute(stays, new("of-stays@nordia.example", Role.Reader)).Value();
        }
        await server.The<ChangeRole>().Execute(stays, leaves[0].AccountId!.Value, new(Role.Developer)).Value();
        await server.The<RemoveMember>().Execute(stays, leaves[1].AccountId!.Value).Value();
        await server
            .The<DisableAccount>()
            .Execute(await server.Actor("operator@tokenhouse.example", "leave-invited"), leaves[2].AccountId!.Value)
            .Value();
        (await server.The<ListInvitations>().Execute(stays).Value()).Items.Select(item => item.Email).ShouldBe(["of-stays@nordia.example"]);
    }

    private async Task<Person> Begin(Database database, string slug, string? email = null)
    {
        var server = await servers.On(database);
        var tenant = await server.AddTenant(slug);
        await server.AddIntegrator(slug, tenantId: tenant.Id);
        if (email is null)
            email = await server.Member(tenant, Role.Developer);
        else
            await server.AddMember(tenant, email);
        var (integrator, session) = (new Integrator(server, slug), new BrowserSession(server));
        await session.Authorize(integrator.Link(), email);
        var tokens = (await integrator.Redeem(session.Response["code"])).Json;
        return new(
            server,
            email,
            (await server.Account(email)).Id,
            await server.Actor(tenant),
            integrator,
            session,
            tokens.GetProperty("access_token").GetString()!,
            tokens.GetProperty("refresh_token").GetString()!
        );
    }

    private static async Task<bool> IsActive(TestServer server, string token) =>
        (await server.Post(BrowserSession.Dc3 + "/connect/introspect", [("token", token)], "invoices-api"))
            .Json.GetProperty("active")
            .GetBoolean();

    /// <summary>How many tokens the API is told to refuse.</summary>
    private static async Task<int> Revoked(TestServer server)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, BrowserSession.Dc3 + "/connect/client-state");
        request.Headers.Authorization = new("Basic", Convert.ToBase64String("invoices-api:invoices-api-demo-secret"u8));
        using var response = await server.Http.SendAsync(request);
        return (await Answer.From(response)).Json.GetProperty("revoked_tokens").GetArrayLength();
    }

    private sealed record Person(
        TestServer Server,
        string Email,
        Guid Id,
        Caller Manager,
        Integrator Integrator,
        BrowserSession Session,
        string Access,
        string Refresh
    );
}

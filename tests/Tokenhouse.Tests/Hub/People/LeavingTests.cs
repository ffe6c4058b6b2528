using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Admin.Audit;
using Tokenhouse.Server.Admin.People;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.People;

/// <summary>Who is removed, or whose account is shut, is acted for no more, at this server and at APIs.</summary>
[Trait("Category", "Security")]
public sealed class LeavingTests(Houses houses) : IClassFixture<Houses>
{
    [Theory, OnEachDatabase]
    public async Task What_the_clients_of_the_tenant_had_of_a_removed_member_ends_and_nothing_else(Database database)
    {
        var there = await Begin(database, "leave-there");
        var elsewhere = await Begin(database, "leave-elsewhere", there.Email);
        var (house, manager) = (there.House, there.Manager);
        var code = await there.Integrator.Code(there.Visitor);
        var before = await Revoked(house);

        await house.The<RemoveMember>().Execute(manager, there.Id).Value();
        await house.HearOfChanges("dc3");
        (await there.Integrator.Refresh(there.Refresh)).Body.ShouldBe(Integrator.WrongRefreshToken);
        (await there.Integrator.Redeem(code)).Status.ShouldBe(400);
        (await IsActive(house, there.Access)).ShouldBeFalse();
        (await Revoked(house) - before).ShouldBe(1); // APIs that look at JWTs themselves are told
        await using (var db = house.Db("dc3"))
        {
            (
                await db.Consents.IgnoreQueryFilters().Where(row => row.AccountId == there.Id).Select(row => row.ClientId).ToListAsync()
            ).ShouldBe(["leave-elsewhere"]);
            var ended = await db.Families.IgnoreQueryFilters().SingleAsync(row => row.ClientId == "leave-there");
            ended.EndReason.ShouldBe("the account holder is no longer a member of the tenant");
        }
        (await IsActive(house, elsewhere.Access)).ShouldBeTrue();
        (await elsewhere.Integrator.Refresh(elsewhere.Refresh)).Status.ShouldBe(200);
        (await house.FindActor(there.Email, "leave-there")).ShouldBeNull();
        var entry = (await house.Audit(manager.Tenant.Id)).Single();
        Sentences.Of(entry).ShouldBe($"{manager.Name} removed {there.Email}, who was Developer.");
        (await house.The<RemoveMember>().Execute(manager, there.Id).Problem()).ShouldBeSameAs(Problem.NotFound);
    }

    [Theory, OnEachDatabase]
    public async Task A_disabled_account_is_signed_out_everywhere_and_its_tokens_end_in_all_tenants(Database database)
    {
        var one = await Begin(database, "shut-one");
        var other = await Begin(database, "shut-other", one.Email);
        var house = one.House;
        var before = await Revoked(house);
        var operators = await house.Actor("operator@tokenhouse.example", "shut-one");
        await house.The<DisableAccount>().Execute(operators, one.Id).Value();
        await house.HearOfChanges("dc3");

        (await house.SessionsOf(one.Email)).ShouldBeEmpty();
        foreach (var person in (Person[])[one, other])
        {
            (await person.Integrator.Refresh(person.Refresh)).Body.ShouldBe(Integrator.WrongRefreshToken);
            (await IsActive(house, person.Access)).ShouldBeFalse();
        }
        (await Revoked(house) - before).ShouldBe(2); // APIs that look at JWTs themselves are told
        var visitor = new Visitor(house);
        await visitor.SignInTo("/account", one.Email);
        visitor.Answer.Status.ShouldBe(400);
        await house.The<DisableAccount>().Execute(operators, one.Id).Value(); // it is already

        await house.The<EnableAccount>().Execute(operators, one.Id).Value();
        await house.HearOfChanges("dc3");
        await visitor.SignIn(one.Email);
        visitor.Path.ShouldBe("/account");
        (await one.Integrator.Refresh(one.Refresh)).Body.ShouldBe(Integrator.WrongRefreshToken); // what ended stays ended
        (await house.Audit(one.Manager.Tenant.Id))
            .Select(Sentences.Of)
            .ShouldBe([
                $"operator@tokenhouse.example disabled the account of {one.Email}, in all tenants.",
                $"operator@tokenhouse.example enabled the account of {one.Email}.",
            ]);
    }

    [Theory, OnEachDatabase]
    public async Task A_row_that_was_read_before_does_not_open_the_account_again(Database database)
    {
        var house = await houses.On(database);
        var email = await house.Person();
        await using var scope = house.Services("dc3").CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var read = (await accounts.FindByEmailAsync(email))!;
        await house.The<DisableAccount>().Execute(await house.Actor("operator@tokenhouse.example", "nordia"), read.Id).Value();
        read.Name = "Changed in the meantime";
        (await accounts.UpdateAsync(read)).Succeeded.ShouldBeFalse();
        var account = await house.Account(email);
        (account.DisabledAt is not null, account.Name == "Changed in the meantime").ShouldBe((true, false));
        account.SecurityStamp.ShouldNotBe(email);
    }

    [Theory, OnEachDatabase]
    public async Task Accounts_are_shut_by_operators_alone_and_those_of_operators_by_the_vendors_Managers(Database database)
    {
        var house = await houses.On(database);
        var tenant = await house.AddTenant("shut-who");
        var victim = (await house.Account(await house.Member(tenant, Role.Reader))).Id;
        var disable = house.The<DisableAccount>();
        (await disable.Execute(await house.Actor(tenant), victim).Problem()).ShouldBeSameAs(Problem.NotFound);
        var helper = await house.Member(1, Role.Developer);
        var manager = await house.Member(1, Role.Manager);
        var helperHere = await house.Actor(helper, "shut-who");
        await disable.Execute(helperHere, victim).Value();
        (await disable.Execute(helperHere, (await house.Account(Visitor.Ada)).Id).Problem()).ShouldBeSameAs(Problem.NotFound);

        var (helperAtHome, managerAtHome) = (await house.Actor(helper, "vendor"), await house.Actor(manager, "vendor"));
        var managerId = (await house.Account(manager)).Id;
        (await disable.Execute(helperAtHome, managerId).Problem()).Detail.ShouldBe(
            $"{manager} is an operator. Only a Manager of the vendor can do this, in the vendor's own list of people."
        );
        (await disable.Execute(managerAtHome, managerId).Problem()).Detail.ShouldBe(
            "You can't disable your own account. Ask another operator."
        );
        await disable.Execute(managerAtHome, (await house.Account(helper)).Id).Value();
        (await house.FindActor(manager, "shut-who")).ShouldNotBeNull().AccountId.ShouldBe(managerId); // a role there is not a membership
        (await disable.Execute(managerAtHome, Guid.CreateVersion7()).Problem()).ShouldBeSameAs(Problem.NotFound);
    }

    [Theory, OnEachDatabase]
    public async Task Of_two_Managers_of_the_vendor_who_disable_each_other_at_once_one_stays(Database database)
    {
        await using var house = await House.Start(new HousePlan(database) { Run = ["dc3"] });
        var (one, other) = (await house.Member(1, Role.Manager), await house.Member(1, Role.Manager));
        var demo = (await house.Account("operator@tokenhouse.example")).Id;
        var (first, second) = (await house.Actor(one, "vendor"), await house.Actor(other, "vendor"));
        await house.The<DisableAccount>().Execute(first, demo).Value();
        var (oneId, otherId) = ((await house.Account(one)).Id, (await house.Account(other)).Id);
        var outcomes = await Task.WhenAll(
            house.The<DisableAccount>().Execute(first, otherId),
            house.The<DisableAccount>().Execute(second, oneId)
        );
        outcomes.Count(outcome => outcome.Ok(out _, out _)).ShouldBe(1);
    }

    [Theory, OnEachDatabase]
    public async Task What_somebody_invited_others_with_ends_when_they_may_no_longer_invite(Database database)
    {
        var house = await houses.On(database);
        var tenant = await house.AddTenant("leave-invited");
        var stays = await house.Actor(tenant);
        var leaves = new List<Actor>();
        for (var i = 0; i < 3; i++)
            leaves.Add(await house.Actor(tenant));
        await using (var scope = house.Services("dc3").CreateAsyncScope())
        {
            var invite = scope.ServiceProvider.GetRequiredService<Invite>();
            foreach (var actor in leaves)
                await invite.Execute(actor, new($"of-{actor.Name}", Role.Manager)).Value();
            await invite.Execute(stays, new("of-stays@nordia.example", Role.Reader)).Value();
        }
        await house.The<ChangeRole>().Execute(stays, leaves[0].AccountId!.Value, new(Role.Developer)).Value();
        await house.The<RemoveMember>().Execute(stays, leaves[1].AccountId!.Value).Value();
        await house
            .The<DisableAccount>()
            .Execute(await house.Actor("operator@tokenhouse.example", "leave-invited"), leaves[2].AccountId!.Value)
            .Value();
        (await house.The<ListInvitations>().Execute(stays).Value()).Items.Select(item => item.Email).ShouldBe(["of-stays@nordia.example"]);
    }

    private async Task<Person> Begin(Database database, string slug, string? email = null)
    {
        var house = await houses.On(database);
        var tenant = await house.AddTenant(slug);
        await house.AddIntegrator(slug, tenantId: tenant.Id);
        if (email is null)
            email = await house.Member(tenant, Role.Developer);
        else
            await house.AddMember(tenant, email);
        var (integrator, visitor) = (new Integrator(house, slug), new Visitor(house));
        await visitor.Authorize(integrator.Link(), email);
        var tokens = (await integrator.Redeem(visitor.Response["code"])).Json;
        return new(
            house,
            email,
            (await house.Account(email)).Id,
            await house.Actor(tenant),
            integrator,
            visitor,
            tokens.GetProperty("access_token").GetString()!,
            tokens.GetProperty("refresh_token").GetString()!
        );
    }

    private static async Task<bool> IsActive(House house, string token) =>
        (await house.Post(Visitor.Dc3 + "/connect/introspect", [("token", token)], "invoices-api")).Json.GetProperty("active").GetBoolean();

    /// <summary>How many tokens the API is told to refuse.</summary>
    private static async Task<int> Revoked(House house)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Visitor.Dc3 + "/connect/client-state");
        request.Headers.Authorization = new("Basic", Convert.ToBase64String("invoices-api:invoices-api-demo-secret"u8));
        using var response = await house.Http.SendAsync(request);
        return (await Answer.From(response)).Json.GetProperty("revoked_tokens").GetArrayLength();
    }

    private sealed record Person(
        House House,
        string Email,
        Guid Id,
        Actor Manager,
        Integrator Integrator,
        Visitor Visitor,
        string Access,
        string Refresh
    );
}

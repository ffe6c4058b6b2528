using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Requests;

/// <summary>A request against the contract: what is in it, what an operator adds to it, and what needs no operator.</summary>
[Collection<RequestServers>]
public sealed class ContractTests(TestServers servers)
{
    private static readonly (string Name, string Value)[] Both = [.. HubForms.Complete, ("scopes", TenantBuilder.Write)];

    [Fact]
    public async Task What_the_contract_lacks_is_shown_and_not_approved_as_it_is()
    {
        var office = await TenantBuilder.Open(await servers.On());
        var id = await office.Submitted(ClientKind.Machine, Both);
        var vendor = await office.Operator();
        await vendor.Open(office.Address($"/requests/{id}/decide"));
        vendor.Lines().ShouldContain($"{TenantBuilder.Write}: not in the UAT contract");
        vendor.Lines().ShouldNotContain($"{TenantBuilder.Read}: not in the UAT contract");
        await vendor.Press("/approve");
        vendor.Answer.Status.ShouldBe(409);
        vendor
            .Lines()
            .ShouldContain(
                $"{TenantBuilder.Write} isn't in the UAT contract. Add the missing scopes to the contract when you approve, or return the request."
            );
        (await office.Request(id)).State.ShouldBe(RequestState.Submitted);
        (await office.Rows(db => db.Clients.AnyAsync())).ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_missing_is_added_to_the_contract_in_the_same_act()
    {
        var office = await TenantBuilder.Open(await servers.On());
        var id = await office.Submitted(ClientKind.Machine, Both);
        await office.Decide(id, "approve", ("add_scopes", "yes"));
        (await office.Request(id)).State.ShouldBe(RequestState.Approved);
        var contracts = await office.Rows(db => db.Contracts.OrderBy(row => row.Environment).ToListAsync());
        contracts
            .Single(row => row.Environment is TenantEnvironment.UAT)
            .Scopes.ShouldBe([TenantBuilder.Read, "all", "openid", TenantBuilder.Write]);
        contracts.Single(row => row.Environment is TenantEnvironment.LIVE).Scopes.ShouldBe([TenantBuilder.Read, "all", "openid"]);
        var entry = await office.Rows(db => db.Audit.SingleAsync(entry => entry.Act == "contract.changed"));
        entry.Before.ShouldBe("""{"scopes":["Public.Job.Read","all","openid"]}""");
        JsonDocument
            .Parse(entry.After!)
            .RootElement.GetProperty("scopes")
            .EnumerateArray()
            .Last()
            .GetString()
            .ShouldBe(TenantBuilder.Write);
        entry.Actor.ShouldBe(office.Email("operator"));
    }

    [Fact]
    public async Task Where_no_contract_counts_one_begins()
    {
        var office = await TenantBuilder.Open(
            await servers.On(),
            tenant => tenant.Contracts.ForEach(contract => contract.Until = contract.From.AddHours(1))
        );
        var id = await office.Submitted();
        var vendor = await office.Operator();
        await vendor.Open(office.Address($"/requests/{id}/decide"));
        vendor.Lines().ShouldContain($"{TenantBuilder.Read}: the UAT contract that included it ended on 20 November 2026");
        await vendor.Press("/approve", ("add_scopes", "yes"));
        var added = await office.Rows(db => db.Contracts.OrderBy(row => row.From).LastAsync());
        (added.Environment, added.Until).ShouldBe((TenantEnvironment.UAT, null));
        added.Scopes.ShouldBe([TenantBuilder.Read]);
        (await office.Audit()).ShouldContain($"contract.added by {office.Email("operator")}");
    }

    [Fact]
    public async Task A_contract_that_has_not_begun_is_none_yet()
    {
        var office = await TenantBuilder.Open(
            await servers.On(),
            tenant => tenant.Contracts.ForEach(contract => contract.From = contract.From.AddDays(9))
        );
        var id = await office.Submitted();
        var vendor = await office.Operator();
        await vendor.Open(office.Address($"/requests/{id}/decide"));
        vendor.Lines().ShouldContain($"{TenantBuilder.Read}: the UAT contract that includes it begins on 29 November 2026");
    }

    [Fact]
    public async Task A_tenant_with_the_right_needs_no_operator_for_UAT_inside_the_contract()
    {
        var office = await TenantBuilder.Open(await servers.On(), tenant => tenant.ApprovesUatItself = true);
        var id = await office.Submitted();
        (await office.Developer()).Lines().ShouldContain("Approved. The credential is ready.");
        var row = await office.Request(id);
        (row.State, row.DecidedBy).ShouldBe((RequestState.Approved, "rule: UAT inside the contract"));
        (await office.Rows(db => db.Clients.SingleAsync())).Id.ShouldBe(row.ClientId);
        var entry = await office.Rows(db => db.Audit.SingleAsync(entry => entry.Act == "request.approved"));
        entry.Actor.ShouldBe(office.Email("developer"));
        entry.After.ShouldBe($$"""{"decidedBy":"rule: UAT inside the contract","credential":"{{row.ClientId}}"}""");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task One_scope_outside_the_contract_and_it_waits_for_an_operator()
    {
        var office = await TenantBuilder.Open(await servers.On(), tenant => tenant.ApprovesUatItself = true);
        (await office.Request(await office.Submitted(ClientKind.Machine, Both))).State.ShouldBe(RequestState.Submitted);
        (await office.Rows(db => db.Clients.AnyAsync())).ShouldBeFalse();
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_contract_that_ended_approves_nothing_by_itself()
    {
        var office = await TenantBuilder.Open(
            await servers.On(),
            tenant =>
            {
                tenant.ApprovesUatItself = true;
                tenant.Contracts.Single(contract => contract.Environment is TenantEnvironment.UAT).Until = tenant
                    .Contracts[0]
                    .From.AddHours(1);
            }
        );
        (await office.Request(await office.Submitted())).State.ShouldBe(RequestState.Submitted);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task LIVE_always_waits_for_an_operator()
    {
        var office = await TenantBuilder.Open(await servers.On(), tenant => tenant.ApprovesUatItself = true);
        var vendor = await office.Operator();
        await vendor.Open(office.Address("/requests/new?kind=machine&environment=live"));
        await vendor.Press("/requests/new", [.. HubForms.Complete, ("then", "submit")]);
        var row = await office.Rows(db => db.Requests.SingleAsync());
        (row.Environment, row.State).ShouldBe((TenantEnvironment.LIVE, RequestState.Submitted));
    }
}

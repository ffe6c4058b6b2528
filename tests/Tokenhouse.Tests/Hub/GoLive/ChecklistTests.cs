using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.GoLive;

/// <summary>The checklist says what was recorded of a UAT credential, and nothing that anybody says.</summary>
public sealed class ChecklistTests(TestServers servers) : IClassFixture<TestServers>
{
    private const string Token = "A token was obtained in UAT";
    private const string Reuse = "Tokens are reused";
    private const string Refusals = "No refusals";
    private const string Allowlist = "The allowlist";
    private const string People = "Owner and technical contact";

    [Fact]
    public async Task A_credential_that_was_never_used_has_everything_before_it()
    {
        var client = await UatClient.Add(await TenantBuilder.Open(await servers.On()));
        (await client.Item(Token)).ShouldBe("To do: No token yet. Get one with the UAT credential.");
        (await client.Item(Reuse)).ShouldBe("To do: No token yet.");
        (await client.Item(Refusals)).ShouldBe("To do: No calls yet.");
        (await client.Item(Allowlist)).ShouldBe(
            "Advice: It can be used from anywhere. With an allowlist, a stolen secret can't be used elsewhere."
        );
        (await client.Item(People)).ShouldBe("Done: owner@example.com is the owner, contact@example.com is the technical contact.");
    }

    [Fact]
    public async Task A_token_was_obtained()
    {
        var office = await TenantBuilder.Open(await servers.On());
        var client = await UatClient.Add(office);
        await client.Call(3);
        (await client.Item(Token)).ShouldMatch(
            "^Done: 3 tokens on 2[1-9] November, most recently (within the last minute|1 minute ago)\\.$"
        );
        office.Server.Clock.Advance(TimeSpan.FromMinutes(10));
        (await client.Item(Token)).ShouldMatch("^Done: 3 tokens on 2[1-9] November, most recently 1[01] minutes ago\\.$");
        office.Server.Clock.Advance(TimeSpan.FromHours(3));
        (await client.Item(Token)).ShouldEndWith(", most recently 3 hours ago.");
        office.Server.Clock.Advance(TimeSpan.FromDays(4));
        (await client.Item(Token)).ShouldEndWith(", most recently 4 days ago.");
    }

    [Fact]
    public async Task Tokens_are_reused_when_each_lifetime_takes_two_at_most()
    {
        var office = await TenantBuilder.Open(await servers.On());
        var client = await UatClient.Add(office);
        AtLifetime(office);
        await client.Call(2);
        (await client.Item(Reuse)).ShouldBe("Done: 2 tokens in the two hours before the last one, within 1 token lifetime.");
        await client.Call();
        (await client.Item(Reuse)).ShouldBe(
            "To do: 3 tokens in the two hours before the last one, within 1 token lifetime: 1 token would be enough, 2 are fine. Keep a token until shortly before it expires."
        );
        AtLifetime(office);
        await client.Call();
        (await client.Item(Reuse)).ShouldBe("Done: 4 tokens in the two hours before the last one, within 2 token lifetimes.");
        office.Server.Clock.Advance(TimeSpan.FromHours(3));
        await client.Call();
        (await client.Item(Reuse)).ShouldBe("Done: 1 token in the two hours before the last one, within 1 token lifetime.");
    }

    [Fact]
    public async Task Reuse_is_advice_for_app_keys_and_not_told_of_people()
    {
        var office = await TenantBuilder.Open(await servers.On());
        var client = await UatClient.Add(office, ClientKind.AppKey);
        AtLifetime(office);
        await client.Call(3);
        (await client.Item(Reuse)).ShouldStartWith("Advice: 3 tokens");
        (await (await UatClient.Add(await TenantBuilder.Open(office.Server), ClientKind.Web)).Item(Reuse)).ShouldBe("");
    }

    [Fact]
    public async Task A_refusal_among_the_last_twenty_calls_is_in_the_way_until_twenty_others_went_well()
    {
        var office = await TenantBuilder.Open(await servers.On());
        var client = await UatClient.Add(office);
        await client.Call();
        (await client.Item(Refusals)).ShouldBe("Done: No refusals in the 1 call so far.");
        await client.Fail();
        (await client.Item(Refusals)).ShouldBe("To do: 1 refusal in the 2 calls so far. See the log for the reasons.");
        office.Server.Clock.Advance(TimeSpan.FromMinutes(1));
        await client.Call(19);
        (await client.Item(Refusals)).ShouldBe("To do: 1 refusal in the last 20 calls. See the log for the reasons.");
        await client.Call();
        (await client.Item(Refusals)).ShouldBe("Done: No refusals in the last 20 calls.");
    }

    [Fact]
    public async Task Refusals_of_others_are_not_its_own()
    {
        var office = await TenantBuilder.Open(await servers.On());
        var (client, other) = (await UatClient.Add(office), await UatClient.Add(await TenantBuilder.Open(office.Server)));
        await client.Call();
        await other.Fail();
        (await client.Item(Refusals)).ShouldBe("Done: No refusals in the 1 call so far.");
        (await other.Item(Token)).ShouldBe("To do: No token yet. Get one with the UAT credential.");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task What_strangers_send_in_its_name_neither_hurts_nor_helps()
    {
        var office = await TenantBuilder.Open(await servers.On());
        var client = await UatClient.Add(office);
        await client.Call();
        await client.Stranger(25);
        (await client.Item(Refusals)).ShouldBe("Done: No refusals in the 1 call so far.");
        await client.Fail();
        await client.Stranger(25);
        (await client.Item(Refusals)).ShouldBe("To do: 1 refusal in the 2 calls so far. See the log for the reasons.");
        (await client.Item(Token)).ShouldStartWith("Done: 1 token on");
    }

    [Fact]
    public async Task The_allowlist_is_a_condition_where_one_is_required()
    {
        var office = await TenantBuilder.Open(await servers.On());
        var client = await UatClient.Add(office, with: client => client.RequiresAllowlist = true);
        const string missing = "To do: It needs an allowlist but doesn't have one. Add the networks it calls from.";
        (await client.Item(Allowlist)).ShouldBe(missing);
        await client.Allow();
        (await client.Item(Allowlist)).ShouldBe("Done: 1 network on its own list.");

        var strict = await TenantBuilder.Open(office.Server, tenant => tenant.RequiresAllowlist = true);
        var its = await UatClient.Add(strict);
        (await its.Item(Allowlist)).ShouldBe(missing);
        await strict.Change(db =>
        {
            db.AllowedNetworks.Add(Arrange.Network("10.0.0.0/8", strict.Tenant.Id, environment: TenantEnvironment.UAT));
            return Task.CompletedTask;
        });
        (await its.Item(Allowlist)).ShouldBe("Done: 1 network on the tenant's list.");
        await its.Allow();
        (await its.Item(Allowlist)).ShouldBe(
            "Done: 1 network on its own list, 1 network on the tenant's list. An address must be on both."
        );
        (await (await UatClient.Add(await TenantBuilder.Open(office.Server), ClientKind.Native)).Item(Allowlist)).ShouldBe("");
    }

    [Fact]
    public async Task Owner_and_contact_are_named()
    {
        var office = await TenantBuilder.Open(await servers.On());
        var client = await UatClient.Add(office, with: client => (client.Owner, client.Contact) = ("", ""));
        (await client.Item(People)).ShouldBe("To do: Neither an owner nor a technical contact is set.");
        await office.Change(async db => (await db.Clients.SingleAsync()).Owner = "owner@example.com");
        (await client.Item(People)).ShouldBe("To do: No technical contact is set. Who works with it?");
        await office.Change(async db =>
        {
            var row = await db.Clients.SingleAsync();
            (row.Owner, row.Contact) = ("", "contact@example.com");
        });
        (await client.Item(People)).ShouldBe("To do: No owner is set. Who is responsible for it?");
    }

    /// <summary>To where a lifetime begins by the clock.</summary>
    private static void AtLifetime(TenantBuilder office)
    {
        var now = office.Server.Clock.GetUtcNow();
        office.Server.Clock.Advance(TimeSpan.FromSeconds(300 - now.ToUnixTimeSeconds() % 300));
    }
}

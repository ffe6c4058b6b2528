using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Overview;

/// <summary>The first page of a tenant: how the last day went, and what somebody should look at; the API says the same.</summary>
public sealed class OverviewTests(Houses houses) : IClassFixture<Houses>
{
    [Fact]
    public async Task The_last_24_hours_are_counted_by_the_hour_for_each_environment()
    {
        var house = await houses.On();
        var tenant = await house.Company("overview");
        var client = await house.Credential(tenant);
        var now = house.Clock.GetUtcNow();
        var hour = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero);
        await Happened(
            house,
            [
                Used(tenant, client.Id, hour, 3),
                Used(tenant, client.Id, hour.AddMinutes(-1), 5),
                Used(tenant, client.Id, hour.AddHours(-23), 7),
                Used(tenant, client.Id, hour.AddHours(-23).AddMinutes(-1), 100), // a minute too old
                Used(tenant, client.Id, hour, 11, Environment.UAT),
                Used(await house.Company("overview"), client.Id, hour, 1_000),
            ],
            [Refused(tenant, hour, 2), Refused(tenant, hour.AddHours(-2), 4), Refused(tenant, hour.AddHours(-24), 50)]
        );
        var (live, uat) = await Sides(house, tenant);
        live.Issued.ShouldBe([7, .. new long[21], 5, 3]);
        live.Refused.ShouldBe([.. new long[21], 4, 0, 2]);
        (uat.Issued.Sum(), uat.Refused.Sum()).ShouldBe((11, 0));

        var visitor = await house.AtHub(tenant, Role.Reader);
        await visitor.OpenHub($"/t/{tenant.Slug}");
        visitor
            .Texts(".side > p:first-of-type")
            .ShouldBe(["Last 24 hours: 15 tokens , 6 refusals", "Last 24 hours: 11 tokens , 0 refusals"]);
    }

    [Fact]
    public async Task Who_signed_in_is_no_refusal()
    {
        var house = await houses.On();
        var tenant = await house.Company("overview");
        await house.AtHub(tenant, Role.Reader);
        await Eventually.True(
            house.Clock,
            TimeSpan.FromSeconds(1),
            async () =>
            {
                await using var db = house.Db("dc3");
                db.Tenant = tenant.Id;
                return await db.SignIns.AnyAsync();
            }
        );
        (await Sides(house, tenant)).Live.Refused.Sum().ShouldBe(0);
    }

    [Fact]
    public async Task Secrets_that_end_within_a_month_are_named_the_first_first_and_no_others()
    {
        var house = await houses.On();
        var tenant = await house.Company("overview");
        var now = house.Clock.GetUtcNow();
        await Ends("b", now.AddDays(29));
        await Ends("a", now.AddDays(1));
        await Ends("later", now.AddDays(31));
        await Ends("over", now);
        await Ends("never", null);
        await Ends("disabled", now.AddDays(2), client => client.DisabledAt = now);
        await Ends("ended", now.AddDays(2), client => client.Secrets[0].DisabledAt = now);
        var token = await house.HubToken(Datacentre.Vendor, "hub.credentials.read");
        var overview = (await house.Call(token, HttpMethod.Get, $"/tenants/{tenant.Slug}/overview")).Json;
        overview.GetProperty("expiring").EnumerateArray().Select(item => item.GetProperty("name").GetString()).ShouldBe(["a", "b"]);
        var visitor = await house.AtHub(tenant, Role.Reader);
        await visitor.OpenHub($"/t/{tenant.Slug}");
        visitor.Texts(".card-row span").ShouldContain(text => text.StartsWith("LIVE the secret ending in", StringComparison.Ordinal));

        Task Ends(string name, DateTimeOffset? at, Action<Client>? with = null) =>
            house.Credential(
                tenant,
                secret: "secret-of-the-overview-" + name,
                with: client =>
                {
                    (client.Name, client.Secrets[0].ExpiresAt) = (name, at);
                    with?.Invoke(client);
                }
            );
    }

    [Fact]
    public async Task Ten_unused_credentials_are_named_the_newest_first_and_one_that_got_a_token_is_none_of_them()
    {
        var house = await houses.On();
        var tenant = await house.Company("overview");
        for (var i = 0; i < 11; i++)
        {
            house.Clock.Advance(TimeSpan.FromSeconds(1));
            await house.Credential(tenant, with: client => client.Name = $"unused {i}");
        }
        var used = await house.Credential(tenant, environment: Environment.UAT, with: client => client.Name = "used long ago");
        await Happened(house, [Used(tenant, used.Id, house.Clock.GetUtcNow().AddDays(-200), 1, Environment.UAT)], []);
        await house.Credential(tenant, with: client => (client.Name, client.DisabledAt) = ("off", house.Clock.GetUtcNow()));
        var visitor = await house.AtHub(tenant, Role.Reader);
        await visitor.OpenHub($"/t/{tenant.Slug}");
        visitor.Texts(".card-row a").ShouldBe(Enumerable.Range(1, 10).Reverse().Select(i => $"unused {i}"));
        visitor.Texts(".side h2").ShouldBe(["LIVE 11 credentials", "UAT 1 credential"]); // what is disabled is not counted
    }

    [Fact]
    public async Task Requests_wait_until_they_are_decided()
    {
        var office = await Office.Open(await houses.On());
        await office.Draft(ClientKind.Machine, [.. HubForms.But(("name", "A draft"))]);
        var returned = await office.Submitted(ClientKind.Machine, [.. HubForms.But(("name", "To be mended"))]);
        await office.Decide(returned, "return", ("comment", "Say more."));
        office.House.Clock.Advance(TimeSpan.FromSeconds(1));
        await office.Submitted(ClientKind.Machine, [.. HubForms.But(("name", "To be decided"))]);
        var approved = await office.Submitted(ClientKind.Machine, [.. HubForms.But(("name", "Approved"))]);
        await office.Decide(approved, "approve");
        var reader = await office.Reader();
        await reader.Open(office.Address(""));
        var day = office.House.Clock.GetUtcNow().ToString("d MMMM yyyy", System.Globalization.CultureInfo.InvariantCulture);
        reader
            .Texts(".card-row")
            .Where(text => text.Contains("since", StringComparison.Ordinal))
            .ShouldBe([$"To be mended UAT returned to you since {day}", $"To be decided UAT pending since {day}"]);
    }

    [Fact]
    public async Task A_tenant_with_nothing_is_told_so()
    {
        var house = await houses.On();
        var tenant = await house.Company("overview");
        var visitor = await house.AtHub(tenant, Role.Reader);
        await visitor.OpenHub($"/t/{tenant.Slug}");
        foreach (var sentence in (string[])["No pending requests.", "No secrets expire within 30 days.", "No credentials yet."])
            visitor.Lines().ShouldContain(sentence);
        visitor.Texts(".side h2").ShouldBe(["LIVE 0 credentials", "UAT 0 credentials"]);
    }

    private static async Task<((List<long> Issued, List<long> Refused) Live, (List<long> Issued, List<long> Refused) Uat)> Sides(
        House house,
        Tenant tenant
    )
    {
        var token = await house.HubToken(Datacentre.Vendor, "hub.credentials.read");
        var answer = await house.Call(token, HttpMethod.Get, $"/tenants/{tenant.Slug}/overview");
        var sides = answer.Json.GetProperty("environments");
        return (Of("LIVE"), Of("UAT"));

        (List<long>, List<long>) Of(string environment)
        {
            var side = sides.EnumerateArray().Single(side => side.GetProperty("environment").GetString() == environment);
            return (Numbers(side.GetProperty("issued")), Numbers(side.GetProperty("refused")));
        }
    }

    private static List<long> Numbers(System.Text.Json.JsonElement array) =>
        [.. array.EnumerateArray().Select(number => number.GetInt64())];

    private static Usage Used(
        Tenant tenant,
        string client,
        DateTimeOffset minute,
        long count,
        Environment environment = Environment.LIVE
    ) =>
        new()
        {
            TenantId = tenant.Id,
            Environment = environment,
            ClientId = client,
            Dialect = "Connect",
            Minute = minute,
            Issued = count,
        };

    private static Refusal Refused(Tenant tenant, DateTimeOffset at, long count) =>
        new()
        {
            Id = Guid.CreateVersion7(at),
            TenantId = tenant.Id,
            Environment = Environment.LIVE,
            Operation = "token",
            Kind = "WrongSecret",
            ClientId = "x",
            Dialect = "Connect",
            Code = "invalid_client",
            Reason = "wrong secret: it matches none of this client's secrets",
            Address = "203.0.113.7",
            CorrelationId = Guid.CreateVersion7(at).ToString("N"),
            At = at,
            Count = count,
        };

    private static async Task Happened(House house, Usage[] usages, Refusal[] refusals)
    {
        await using var db = house.Db("dc3");
        db.Usages.AddRange(usages);
        db.Refusals.AddRange(refusals);
        await db.SaveChangesAsync();
        await house.RememberLastCalls();
    }
}

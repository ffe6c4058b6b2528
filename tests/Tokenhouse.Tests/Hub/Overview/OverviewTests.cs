using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Hub.Log;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Overview;

/// <summary>The first page of a tenant: how the last day went, and what somebody should look at; the API says the same.</summary>
[Collection<LogServers>]
public sealed class OverviewTests(TestServers servers)
{
    [Fact]
    public async Task The_last_24_hours_are_counted_by_the_hour_for_each_environment()
    {
        var server = await servers.On();
        var tenant = await server.Company("overview");
        var client = await server.Credential(tenant);
        var now = server.Clock.GetUtcNow();
        var hour = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero);
        await Happened(
            server,
            [
                Used(tenant, client.Id, hour, 3),
                Used(tenant, client.Id, hour.AddMinutes(-1), 5),
                Used(tenant, client.Id, hour.AddHours(-23), 7),
                Used(tenant, client.Id, hour.AddHours(-23).AddMinutes(-1), 100), // a minute too old
                Used(tenant, client.Id, hour, 11, TenantEnvironment.UAT),
                Used(await server.Company("overview"), client.Id, hour, 1_000),
            ],
            [Refused(tenant, hour, 2), Refused(tenant, hour.AddHours(-2), 4), Refused(tenant, hour.AddHours(-24), 50)]
        );
        var (live, uat) = await Sides(server, tenant);
        live.Issued.ShouldBe([7, .. new long[21], 5, 3]);
        live.Refused.ShouldBe([.. new long[21], 4, 0, 2]);
        (uat.Issued.Sum(), uat.Refused.Sum()).ShouldBe((11, 0));

        var session = await server.AtHub(tenant, Role.Reader);
        await session.OpenHub($"/t/{tenant.Slug}");
        session
            .Texts(".side > p:first-of-type")
            .ShouldBe(["Last 24 hours: 15 tokens , 6 refusals", "Last 24 hours: 11 tokens , 0 refusals"]);
    }

    [Fact]
    public async Task Who_signed_in_is_no_refusal()
    {
        var server = await servers.On();
        var tenant = await server.Company("overview");
        await server.AtHub(tenant, Role.Reader);
        await Eventually.True(
            server.Clock,
            TimeSpan.FromSeconds(1),
            async () =>
            {
                await using var db = server.Db("dc3");
                db.Tenant = tenant.Id;
                return await db.SignIns.AnyAsync();
            }
        );
        (await Sides(server, tenant)).Live.Refused.Sum().ShouldBe(0);
    }

    [Fact]
    public async Task Secrets_that_end_within_a_month_are_named_the_first_first_and_no_others()
    {
        var server = await servers.On();
        var tenant = await server.Company("overview");
        var now = server.Clock.GetUtcNow();
        await Ends("b", now.AddDays(29));
        await Ends("a", now.AddDays(1));
        await Ends("later", now.AddDays(31));
        await Ends("over", now);
        await Ends("never", null);
        await Ends("disabled", now.AddDays(2), client => client.DisabledAt = now);
        await Ends("ended", now.AddDays(2), client => client.Secrets[0].DisabledAt = now);
        var token = await server.HubToken(Datacentre.Vendor, "hub.credentials.read");
        var overview = (await server.Call(token, HttpMethod.Get, $"/tenants/{tenant.Slug}/overview")).Json;
        overview.GetProperty("expiring").EnumerateArray().Select(item => item.GetProperty("name").GetString()).ShouldBe(["a", "b"]);
        var session = await server.AtHub(tenant, Role.Reader);
        await session.OpenHub($"/t/{tenant.Slug}");
        session.Texts(".card-row span").ShouldContain(text => text.StartsWith("LIVE the secret ending in", StringComparison.Ordinal));

        Task Ends(string name, DateTimeOffset? at, Action<Client>? with = null) =>
            server.Credential(
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
        var server = await servers.On();
        var tenant = await server.Company("overview");
        for (var i = 0; i < 11; i++)
        {
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            await server.Credential(tenant, with: client => client.Name = $"unused {i}");
        }
        var used = await server.Credential(tenant, environment: TenantEnvironment.UAT, with: client => client.Name = "used long ago");
        await Happened(server, [Used(tenant, used.Id, server.Clock.GetUtcNow().AddDays(-200), 1, TenantEnvironment.UAT)], []);
        await server.Credential(tenant, with: client => (client.Name, client.DisabledAt) = ("off", server.Clock.GetUtcNow()));
        var session = await server.AtHub(tenant, Role.Reader);
        await session.OpenHub($"/t/{tenant.Slug}");
        session.Texts(".card-row a").ShouldBe(Enumerable.Range(1, 10).Reverse().Select(i => $"unused {i}"));
        session.Texts(".side h2").ShouldBe(["LIVE 11 credentials", "UAT 1 credential"]); // what is disabled is not counted
    }

    [Fact]
    public async Task Requests_wait_until_they_are_decided()
    {
        var office = await TenantBuilder.Open(await servers.On());
        await office.Draft(ClientKind.Machine, [.. HubForms.But(("name", "A draft"))]);
        var returned = await office.Submitted(ClientKind.Machine, [.. HubForms.But(("name", "To be mended"))]);
        await office.Decide(returned, "return", ("comment", "Say more."));
        office.Server.Clock.Advance(TimeSpan.FromSeconds(1));
        await office.Submitted(ClientKind.Machine, [.. HubForms.But(("name", "To be decided"))]);
        var approved = await office.Submitted(ClientKind.Machine, [.. HubForms.But(("name", "Approved"))]);
        await office.Decide(approved, "approve");
        var reader = await office.Reader();
        await reader.Open(office.Address(""));
        var day = office.Server.Clock.GetUtcNow().ToString("d MMMM yyyy", System.Globalization.CultureInfo.InvariantCulture);
        reader
            .Texts(".card-row")
            .Where(text => text.Contains("since", StringComparison.Ordinal))
            .ShouldBe([$"To be mended UAT returned to you since {day}", $"To be decided UAT pending since {day}"]);
    }

    [Fact]
    public async Task A_tenant_with_nothing_is_told_so()
    {
        var server = await servers.On();
        var tenant = await server.Company("overview");
        var session = await server.AtHub(tenant, Role.Reader);
        await session.OpenHub($"/t/{tenant.Slug}");
        foreach (var sentence in (string[])["No pending requests.", "No secrets expire within 30 days.", "No credentials yet."])
            session.Lines().ShouldContain(sentence);
        session.Texts(".side h2").ShouldBe(["LIVE 0 credentials", "UAT 0 credentials"]);
    }

    private static async Task<((List<long> Issued, List<long> Refused) Live, (List<long> Issued, List<long> Refused) Uat)> Sides(
        TestServer server,
        Tenant tenant
    )
    {
        var token = await server.HubToken(Datacentre.Vendor, "hub.credentials.read");
        var answer = await server.Call(token, HttpMethod.Get, $"/tenants/{tenant.Slug}/overview");
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
        TenantEnvironment environment = TenantEnvironment.LIVE
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
            Environment = TenantEnvironment.LIVE,
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

    private static async Task Happened(TestServer server, Usage[] usages, Refusal[] refusals)
    {
        await using var db = server.Db("dc3");
        db.Usages.AddRange(usages);
        db.Refusals.AddRange(refusals);
        await db.SaveChangesAsync();
        await server.RememberLastCalls();
    }
}

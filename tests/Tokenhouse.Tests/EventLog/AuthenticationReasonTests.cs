using System.Net.Http.Headers;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Tests.Clients;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.EventLog;

/// <summary>Why a client was not let in: the log of its tenant says exactly why, the wire does not.</summary>
[Trait("Category", "Security")]
[Collection<ProxiedServers>]
public sealed class AuthenticationReasonTests(ProxiedTestServers houses)
{
    private const string Uat = "http://loginuat.dc2.localhost:5080";
    private const string Token = "token";

    private static readonly DateTimeOffset Past = new(2026, 5, 3, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Nothing_that_authenticates_a_client()
    {
        var server = await houses.On();
        var row = await server.ShouldBeRefused(
            await server.Token(TestServer.Dc2, ("grant_type", "client_credentials")),
            Token,
            RefusalKind.NoCredentials,
            "no client authentication was sent"
        );
        (row.TenantId, row.ClientId, row.Code, row.Person).ShouldBe((Datacentre.Vendor, null, "invalid_client", null));
    }

    [Fact]
    public async Task An_authorization_header_that_cannot_be_read()
    {
        var server = await houses.On();
        using var request = new HttpRequestMessage(HttpMethod.Post, TestServer.Dc2 + "/connect/token");
        request.Content = new FormUrlEncodedContent([KeyValuePair.Create("grant_type", "client_credentials")]);
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", "%%%");
        using var response = await server.Http.SendAsync(request);
        var row = (await server.Refusals(await Answer.From(response))).Single();
        (row.Kind, row.Reason, row.TenantId).ShouldBe(
            ("MalformedCredentials", "The Authorization header isn't valid base64.", Datacentre.Vendor)
        );
    }

    [Fact]
    public async Task An_id_without_a_secret_is_put_down_to_whom_it_belongs()
    {
        var server = await houses.On();
        var tenant = await server.Add("reason-bare", ["Public.Job.Read"]);
        var row = await server.ShouldBeRefused(
            await server.Token(TestServer.Dc2, ("grant_type", "client_credentials"), ("client_id", "reason-bare")),
            Token,
            RefusalKind.NoSecret,
            "no client_secret was sent"
        );
        (row.TenantId, row.ClientId).ShouldBe((tenant.Id, "reason-bare"));
    }

    [Fact]
    public async Task An_id_of_nobody_is_not_repeated_in_the_log()
    {
        var server = await houses.On();
        var row = await server.ShouldBeRefused(
            await server.Token(TestServer.Dc2, "a-secret-in-the-wrong-field", "secret"),
            Token,
            RefusalKind.UnknownClient,
            "no client of this datacentre has the ID that was sent"
        );
        (row.TenantId, row.ClientId).ShouldBe((Datacentre.Vendor, null));
    }

    [Fact]
    public async Task A_wrong_secret()
    {
        var server = await houses.On();
        var tenant = await server.Add("reason-wrong", ["Public.Job.Read"]);
        var row = await server.ShouldBeRefused(
            await server.Token(TestServer.Dc2, "reason-wrong", "wrong"),
            Token,
            RefusalKind.WrongSecret,
            "wrong secret: it matches none of this client's secrets"
        );
        (row.TenantId, row.ClientId, row.Environment, row.Dialect).ShouldBe((tenant.Id, "reason-wrong", TenantEnvironment.LIVE, "Connect"));
    }

    [Theory]
    [InlineData("expired", RefusalKind.ExpiredSecret, "the secret ending in ret expired on 3 May 2026")]
    [InlineData("ended", RefusalKind.EndedSecret, "the secret ending in ret was revoked on 3 May 2026")]
    [InlineData("short", RefusalKind.ExpiredSecret, "the secret of 21 November 2026 expired on 3 May 2026")]
    [InlineData("client", RefusalKind.ClientDisabled, "the client was disabled on 3 May 2026")]
    [InlineData("tenant", RefusalKind.TenantDisabled, "the tenant was disabled on 3 May 2026")]
    public async Task What_is_over_with_its_date(string what, RefusalKind kind, string sentence)
    {
        var server = await houses.On();
        var (id, secret) = ("over-" + what, what == "short" ? "short" : $"over-{what}-secret");
        var tenant = await server.Add(id, ["Public.Job.Read"]);
        await Change(
            server,
            async db =>
            {
                var row = await db.Secrets.IgnoreQueryFilters().SingleAsync(known => known.ClientId == id);
                if (what == "short")
                {
                    db.Secrets.Remove(row);
                    db.Secrets.Add(row = Arrange.Secret(id, tenant.Id, TenantEnvironment.LIVE, secret, server.Clock.GetUtcNow()));
                }
                if (what is "expired" or "short")
                    row.ExpiresAt = Past;
                else if (what == "ended")
                    row.DisabledAt = Past;
                else if (what == "client")
                    (await db.Clients.IgnoreQueryFilters().SingleAsync(client => client.Id == id)).DisabledAt = Past;
                else
                    (await db.Tenants.SingleAsync(known => known.Id == tenant.Id)).DisabledAt = Past;
            }
        );
        var row = await server.ShouldBeRefused(await server.Token(TestServer.Dc2, id, secret), Token, kind, sentence);
        (row.TenantId, row.ClientId, row.Code).ShouldBe((tenant.Id, id, "invalid_client"));
    }

    [Fact]
    public async Task Credentials_of_the_other_environment()
    {
        var server = await houses.On();
        var tenant = await server.Add("reason-uat", ["Public.Job.Read"], environment: TenantEnvironment.UAT);
        var row = await server.ShouldBeRefused(
            await server.Token(TestServer.Dc2, "reason-uat", "reason-uat-secret"),
            Token,
            RefusalKind.OtherEnvironment,
            "these are UAT credentials, but the call went to LIVE (http://login.dc2.localhost:5080)"
        );
        (row.TenantId, row.Environment).ShouldBe((tenant.Id, TenantEnvironment.LIVE)); // where the call went
        await server.Add("reason-live", ["Public.Job.Read"]);
        await server.ShouldBeRefused(
            await server.Token(Uat, "reason-live", "reason-live-secret"),
            Token,
            RefusalKind.OtherEnvironment,
            "these are LIVE credentials, but the call went to UAT (http://loginuat.dc2.localhost:5080)"
        );
    }

    [Fact]
    public async Task The_host_of_another_tenant()
    {
        var server = await houses.On();
        var tenant = await server.Add("reason-host", ["Public.Job.Read"]);
        var row = await server.ShouldBeRefused(
            await server.Token("http://acme.login.localhost:5080", "reason-host", "reason-host-secret"),
            Token,
            RefusalKind.OtherTenantHost,
            "these are credentials of the tenant reason-host, but the call went to LIVE (http://acme.login.localhost:5080)"
        );
        row.TenantId.ShouldBe(tenant.Id); // and nothing of it is told to the tenant whose host it was
    }

    [Fact]
    public async Task A_dialect_that_the_tenant_does_not_have()
    {
        var server = await houses.On();
        var tenant = await server.Add("reason-dialect", ["Public.Job.Read"]);
        await Change(server, async db => (await db.Tenants.SingleAsync(known => known.Id == tenant.Id)).Dialects = ["AppKey"]);
        await server.ShouldBeRefused(
            await server.Token(TestServer.Dc2, "reason-dialect", "reason-dialect-secret"),
            Token,
            RefusalKind.DialectNotEnabled,
            "the tenant doesn't have the dialect Connect"
        );
    }

    [Fact]
    public async Task An_address_that_is_on_no_list()
    {
        var server = await houses.On();
        var tenant = await server.Add("reason-address", ["Public.Job.Read"]);
        await Change(
            server,
            db =>
            {
                db.AllowedNetworks.Add(Arrange.Network("198.51.100.0/24", tenant.Id, "reason-address"));
                return Task.CompletedTask;
            }
        );
        var row = await server.ShouldBeRefused(
            await From(server, "reason-address", "203.0.113.7"),
            Token,
            RefusalKind.AddressNotAllowed,
            "203.0.113.7 isn't on the client's allowlist"
        );
        (row.Address, row.Code, row.ClientId).ShouldBe(("203.0.113.7", "unauthorized_client", "reason-address"));
        await server.ShouldBeRefused(
            await From(server, "reason-address", "nowhere"),
            Token,
            RefusalKind.AddressUnknown,
            "the request's IP address can't be determined, and there is an allowlist"
        );
    }

    [Fact]
    public async Task A_list_that_is_required_and_missing()
    {
        var server = await houses.On();
        await server.Add("reason-unlisted", ["Public.Job.Read"]);
        await Change(
            server,
            async db =>
                (await db.Clients.IgnoreQueryFilters().SingleAsync(client => client.Id == "reason-unlisted")).RequiresAllowlist = true
        );
        await server.ShouldBeRefused(
            await From(server, "reason-unlisted", "203.0.113.7"),
            Token,
            RefusalKind.NoAllowlist,
            "203.0.113.7 isn't allowed: an allowlist is required, but there is none"
        );
    }

    [Fact]
    public async Task A_secret_in_the_address_of_the_request_is_named_and_not_repeated()
    {
        var server = await houses.On();
        await server.ShouldBeRefused(
            await server.Post(
                TestServer.Dc2 + "/connect/token?client_secret=acme-live-demo-secret",
                [("grant_type", "client_credentials")]
            ),
            Token,
            RefusalKind.SecretInUrl,
            "the parameter client_secret was sent in the URL, where it ends up in logs"
        );
    }

    [Theory]
    [InlineData("scope", "the parameter scope was sent more than once")]
    [InlineData("ths_live_0123456789", "a parameter was sent more than once")]
    public async Task A_name_that_only_a_stranger_wrote_is_not_in_the_log(string name, string sentence)
    {
        var server = await houses.On();
        await server.ShouldBeRefused(
            await server.Token(TestServer.Dc2, (name, "a"), (name, "b")),
            Token,
            RefusalKind.MalformedRequest,
            sentence
        );
    }

    private static Task<Answer> From(TestServer server, string id, string address) =>
        ProxiedTestServers.Send(
            server,
            ProxiedTestServers.Form(TestServer.Dc2 + "/connect/token", id, id + "-secret", ("grant_type", "client_credentials")),
            address
        );

    private static async Task Change(TestServer server, Func<Db, Task> change)
    {
        await using var db = server.Db();
        await change(db);
        await db.SaveChangesAsync();
        await server.HearOfChanges();
    }
}

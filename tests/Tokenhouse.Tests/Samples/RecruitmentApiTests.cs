using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Samples;

/// <summary>An HR platform's API with scopes and tenants in its paths, before the real server.</summary>
[OuterTier]
public sealed partial class RecruitmentApiTests(SampleServers houses) : IClassFixture<SampleServers>
{
    private const string Applications = "/v3/218/recruitment/applications";
    private const string Both = "Public.Application.Read Public.Application.Write";

    [Fact]
    public async Task A_tenants_client_reads_and_writes_its_tenants_applications()
    {
        var server = await houses.On();
        await using var api = await SampleApi.Start("RecruitmentApi", server, "dc2");
        var token = await Token(server, Both);
        (await api.Get(Applications, token))
            .ToString()
            .ShouldBe(
                """
                200
                Content-Type: application/json; charset=utf-8
                Server: Kestrel
                Transfer-Encoding: chunked

                [{"id":1,"applicant":"Noor Haddad","job":"Site engineer"},{"id":2,"applicant":"Mia Tran","job":"Payroll clerk"}]
                """
            );
        var added = await api.Send(HttpMethod.Post, Applications, token, """{"applicant":"Ola Moen","job":"Analyst"}""");
        (added.Status, added.Body).ShouldBe((201, """{"id":3,"applicant":"Ola Moen","job":"Analyst"}"""));
    }

    [Fact]
    public async Task Refusals_are_arrays_of_messages()
    {
        var server = await houses.On();
        await using var api = await SampleApi.Start("RecruitmentApi", server, "dc2");
        var reader = await Token(server, "Public.Application.Read");
        var none = await api.Get(Applications, token: null);
        (none.Status, none.Body).ShouldBe(
            (401, """[{"message":"The access token is missing. Send it in an Authorization: Bearer header."}]""")
        );
        var scope = await api.Send(HttpMethod.Post, Applications, reader, """{"applicant":"a","job":"b"}""");
        (scope.Status, scope.Body).ShouldBe((403, """[{"message":"The access token doesn't have the scope Public.Application.Write."}]"""));
        scope["WWW-Authenticate"]!.ShouldEndWith(", scope=\"Public.Application.Write\"");
        var tenant = await api.Get("/v3/6784/recruitment/applications", reader);
        (tenant.Status, tenant.Body).ShouldBe(
            (403, """[{"message":"The access token belongs to another tenant than the requested one.","field":"tenantId"}]""")
        );
    }

    [Theory]
    [InlineData("a UAT token", "The access token was issued by an authorization server that this API doesn't accept.")]
    [InlineData("a token of another datacentre", "The access token was issued by an authorization server that this API doesn't accept.")]
    [InlineData("a token of the tenant's own host", "The access token was issued by an authorization server that this API doesn't accept.")]
    [InlineData("a tampered token", "The access token is not valid.")]
    [InlineData("an expired token", "The access token has expired.")]
    [Trait("Category", "Security")]
    public async Task Tokens_that_are_not_for_here_are_refused(string which, string message)
    {
        var server = await houses.On();
        await using var api = await SampleApi.Start("RecruitmentApi", server, "dc2");
        var token = which switch
        {
            "a UAT token" => await Token(server, "Public.Application.Read", $"http://loginuat.dc2.localhost:{server.Port}", "acme-uat"),
            "a token of another datacentre" => await Token(server, "Public.Application.Read", server.Origin("dc3"), "globex-live"),
            "a token of the tenant's own host" => await Token(server, Both, $"http://acme.login.localhost:{server.Port}"),
            "a tampered token" => LastCharacters().Replace(await Token(server, Both), "AAAA"),
            _ => await Token(server, Both),
        };
        if (which == "an expired token")
            server.Clock.Advance(TimeSpan.FromSeconds(306));
        var answer = await api.Get(Applications, token);
        (answer.Status, answer.Body).ShouldBe((401, $$"""[{"message":"{{message}}"}]"""));
    }

    [Fact]
    public async Task A_tenants_own_host_is_accepted_where_it_is_named()
    {
        var server = await houses.On();
        var host = $"http://acme.login.localhost:{server.Port}";
        await using var api = await SampleApi.Start(
            "RecruitmentApi",
            server,
            "dc2",
            ["--Tokenhouse:Authorities:1", host, "--Tokenhouse:Tenants:*:0", server.Origin("dc2"), "--Tokenhouse:Tenants:*:1", host]
        );
        (await api.Get(Applications, await Token(server, Both, host))).Status.ShouldBe(200);
        (await api.Get(Applications, await Token(server, Both))).Status.ShouldBe(200);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_revoked_token_is_refused_within_three_seconds_and_no_other()
    {
        var server = await houses.On();
        await using var api = await SampleApi.Start("RecruitmentApi", server, "dc2");
        var (token, other) = (await Token(server, Both), await Token(server, Both));
        (await api.Get(Applications, token)).Status.ShouldBe(200);
        (await server.Post(server.Origin("dc2") + "/connect/revoke", [("token", token)], "acme-live")).Status.ShouldBe(200);
        await SampleServers.ThreeSecondsLater(server);
        await Eventually.True(async () => (await api.Get(Applications, token)).Status == 401);
        (await api.Get(Applications, other)).Status.ShouldBe(200);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_disabled_client_is_refused_within_three_seconds()
    {
        var server = await houses.On();
        var id = "dc2-leaver";
        var tenant = await server.Add(id, ["Public.Application.Read"]);
        await using var api = await SampleApi.Start("RecruitmentApi", server, "dc2");
        var token = await Token(server, "Public.Application.Read", server.Origin("dc2"), id, id + "-secret");
        var path = FormattableString.Invariant($"/v3/{tenant.Id}/recruitment/applications");
        (await api.Get(path, token)).Status.ShouldBe(200);
        await using (var db = server.Db())
        {
            (await db.Clients.IgnoreQueryFilters().SingleAsync(client => client.Id == id)).DisabledAt = server.Clock.GetUtcNow();
            await db.SaveChangesAsync();
        }
        await SampleServers.ThreeSecondsLater(server);
        await Eventually.True(async () => (await api.Get(path, token)).Status == 401);
        (await api.Get(Applications, await Token(server, Both))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task What_was_refused_here_is_found_beside_the_servers_own_refusals()
    {
        var server = await houses.On();
        var id = "dc2-wanderer"; // whose refusals no other test folds into its own
        var tenant = await server.Add(id, ["Public.Application.Read"]);
        await using var api = await SampleApi.Start("RecruitmentApi", server, "dc2", "--Tokenhouse:BackchannelTimeout", "00:01:00");
        var token = await Token(server, "Public.Application.Read", server.Origin("dc2"), id, id + "-secret");
        var refused = await api.Get("/v3/6784/recruitment/applications", token);
        refused.Status.ShouldBe(403);
        server.Clock.Advance(TimeSpan.FromSeconds(5)); // the API reports, and then the server writes
        await Eventually.True(
            server.Clock,
            TimeSpan.FromSeconds(1),
            async () =>
            {
                await using var db = server.Db();
                return await db
                    .Refusals.IgnoreQueryFilters()
                    .AnyAsync(row => row.CorrelationId == refused.CorrelationId && row.ClientId == id);
            }
        );
        await using var later = server.Db();
        var row = await later.Refusals.IgnoreQueryFilters().SingleAsync(row => row.CorrelationId == refused.CorrelationId);
        (row.TenantId, row.Code, row.Reason).ShouldBe((tenant.Id, "insufficient_scope", "the path names another tenant"));
        (row.ApiIdentifier, row.Path).ShouldBe(("urn:tokenhouse:hr", "/v3/{tenantId}/recruitment/applications"));
    }

    [Fact]
    public async Task It_starts_as_its_reader_starts_it()
    {
        var server = await houses.On(Database.Sqlite);
        var port = ServerProcess.FreePort();
        using var sample = SampleServers.Program("RecruitmentApi", port, server.Origin("dc2"));
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
        await Eventually.True(() => Task.FromResult(sample.Output.Contains("Application started.", StringComparison.Ordinal)));
        using var request = new HttpRequestMessage(HttpMethod.Get, Applications);
        // The sample's clock is the real one, and the house's is not: whether a token is of this time depends on when this runs.
        request.Headers.Authorization = new("Bearer", await Token(server, Both));
        var isOver = server.Clock.GetUtcNow().AddSeconds(300) < TimeProvider.System.GetUtcNow();
        using var response = await http.SendAsync(request);
        (await response.Content.ReadAsStringAsync()).ShouldBe(
            isOver
                ? """[{"message":"The access token has expired."}]"""
                : """[{"id":1,"applicant":"Noor Haddad","job":"Site engineer"},{"id":2,"applicant":"Mia Tran","job":"Payroll clerk"}]"""
        );
        await SampleServers.Healthy(http);
    }

    private static async Task<string> Token(
        TestServer server,
        string scope,
        string? origin = null,
        string client = "acme-live",
        string? secret = null
    )
    {
        var answer = await server.Token(origin ?? server.Origin("dc2"), client, secret ?? client + "-demo-secret", scope);
        answer.Status.ShouldBe(200, answer.Body);
        return answer.Json.GetProperty("access_token").GetString()!;
    }

    [GeneratedRegex(".{4}$", RegexOptions.None, 1000)]
    private static partial Regex LastCharacters();
}

using AngleSharp.Html.Dom;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Hub.Credentials;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Secrets;

/// <summary>A new secret expires after 180 days, unless another expiry is chosen.</summary>
[Collection<CredentialServers>]
public sealed class ExpiryTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    [Fact]
    public async Task The_form_offers_180_days_first_and_other_choices_beside()
    {
        var (server, tenant, client) = await Arranged();
        var session = await server.AtHub(tenant, Role.Developer);
        await session.OpenHub(tenant.At(client, "/secrets/add"));
        var select = (IHtmlSelectElement)session.Page.QuerySelector("select[name=days]")!;
        select
            .Options.Select(option => option.Text)
            .ShouldBe(["in 30 days", "in 60 days", "in 90 days", "in 180 days", "in 1 year", "never (no expiry)"]);
        await session.Submit("/secrets/add");
        (await Newest(server, client)).ShouldBe(server.Clock.GetUtcNow().AddDays(180));
        server.Clock.Advance(TimeSpan.FromSeconds(1)); // so that there is a newest one
        await session.OpenHub(tenant.At(client, "/secrets/add"));
        await session.Submit("/secrets/add", ("days", "never"));
        (await Newest(server, client)).ShouldBeNull();
    }

    [Theory]
    [InlineData("{}", 180)]
    [InlineData("""{"days":30}""", 30)]
    [InlineData("""{"days":365}""", 365)]
    [InlineData("""{"days":null}""", null)]
    public async Task The_API_takes_what_is_left_out_for_180_days_and_null_for_no_expiry(string body, int? days)
    {
        var (server, tenant, client) = await Arranged();
        var token = await server.HubToken(tenant.Id, "hub.credentials.write");
        var path = $"/tenants/{tenant.Slug}/credentials/live/{client.Id}/secrets";
        var answer = await server.Call(token, HttpMethod.Post, path, System.Text.Json.Nodes.JsonNode.Parse(body));
        answer.Status.ShouldBe(201);
        (await Newest(server, client)).ShouldBe(days is { } some ? server.Clock.GetUtcNow().AddDays(some) : null);
    }

    [Theory]
    [InlineData("days")]
    [InlineData("days", "")]
    [InlineData("days", "31")]
    [InlineData("days", "soon")]
    public async Task No_expiry_is_only_had_by_choosing_it(string field, string? value = null)
    {
        var (server, tenant, client) = await Arranged();
        var session = await server.AtHub(tenant, Role.Developer);
        await session.OpenHub(tenant.At(client, "/secrets/add"));
        await session.Post(tenant.At(client, "/secrets/add"), value is null ? [] : [(field, value)]);
        session.Answer.Status.ShouldBe(value is null ? 400 : 422);
        (await server.SecretsOf(client)).Count.ShouldBe(1);
    }

    private async Task<(TestServer House, Tenant Tenant, Client Client)> Arranged()
    {
        var server = (await browserSessions.On(Database.Sqlite)).Server;
        var tenant = await server.Company();
        return (server, tenant, await server.Credential(tenant, secret: "the-first-secret-0123456789"));
    }

    private static async Task<DateTimeOffset?> Newest(TestServer server, Client client) =>
        (await server.SecretsOf(client)).MaxBy(row => row.Id)!.ExpiresAt;
}

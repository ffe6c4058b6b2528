using AngleSharp.Html.Dom;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Secrets;

/// <summary>A new secret expires after 180 days, unless another expiry is chosen.</summary>
public sealed class ExpiryTests(Visitors visitors) : IClassFixture<Visitors>
{
    [Fact]
    public async Task The_form_offers_180_days_first_and_other_choices_beside()
    {
        var (house, tenant, client) = await Arranged();
        var visitor = await house.AtHub(tenant, Role.Developer);
        await visitor.OpenHub(tenant.At(client, "/secrets/add"));
        var select = (IHtmlSelectElement)visitor.Page.QuerySelector("select[name=days]")!;
        select
            .Options.Select(option => option.Text)
            .ShouldBe(["in 30 days", "in 60 days", "in 90 days", "in 180 days", "in 1 year", "never (no expiry)"]);
        await visitor.Submit("/secrets/add");
        (await Newest(house, client)).ShouldBe(house.Clock.GetUtcNow().AddDays(180));
        house.Clock.Advance(TimeSpan.FromSeconds(1)); // so that there is a newest one
        await visitor.OpenHub(tenant.At(client, "/secrets/add"));
        await visitor.Submit("/secrets/add", ("days", "never"));
        (await Newest(house, client)).ShouldBeNull();
    }

    [Theory]
    [InlineData("{}", 180)]
    [InlineData("""{"days":30}""", 30)]
    [InlineData("""{"days":365}""", 365)]
    [InlineData("""{"days":null}""", null)]
    public async Task The_API_takes_what_is_left_out_for_180_days_and_null_for_no_expiry(string body, int? days)
    {
        var (house, tenant, client) = await Arranged();
        var token = await house.HubToken(tenant.Id, "hub.credentials.write");
        var path = $"/tenants/{tenant.Slug}/credentials/live/{client.Id}/secrets";
        var answer = await house.Call(token, HttpMethod.Post, path, System.Text.Json.Nodes.JsonNode.Parse(body));
        answer.Status.ShouldBe(201);
        (await Newest(house, client)).ShouldBe(days is { } some ? house.Clock.GetUtcNow().AddDays(some) : null);
    }

    [Theory]
    [InlineData("days")]
    [InlineData("days", "")]
    [InlineData("days", "31")]
    [InlineData("days", "soon")]
    public async Task No_expiry_is_only_had_by_choosing_it(string field, string? value = null)
    {
        var (house, tenant, client) = await Arranged();
        var visitor = await house.AtHub(tenant, Role.Developer);
        await visitor.OpenHub(tenant.At(client, "/secrets/add"));
        await visitor.Post(tenant.At(client, "/secrets/add"), value is null ? [] : [(field, value)]);
        visitor.Answer.Status.ShouldBe(value is null ? 400 : 422);
        (await house.SecretsOf(client)).Count.ShouldBe(1);
    }

    private async Task<(House House, Tenant Tenant, Client Client)> Arranged()
    {
        var house = (await visitors.On(Database.Sqlite)).House;
        var tenant = await house.Company();
        return (house, tenant, await house.Credential(tenant, secret: "the-first-secret-0123456789"));
    }

    private static async Task<DateTimeOffset?> Newest(House house, Client client) =>
        (await house.SecretsOf(client)).MaxBy(row => row.Id)!.ExpiresAt;
}

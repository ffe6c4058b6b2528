using System.Net.Http.Headers;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Activity;

/// <summary>Why an access token was worth nothing: whoever asked is told that it is, the tenant it was given to is told why.</summary>
[Trait("Category", "Security")]
public sealed class TokenReasonTests(Visitors visitors) : IClassFixture<Visitors>
{
    private const string Inactive = """{"active":false}""";
    private const string Invoices = "urn:tokenhouse:invoices";

    [Fact]
    public async Task Asked_about_by_the_wrong_API()
    {
        var visitor = await visitors.On();
        var token = Access(await new Integrator(visitor.House).Tokens(visitor));
        var row = await Asked(
            visitor.House,
            token,
            "hr-api",
            RefusalKind.OfAnotherApi,
            $"the access token is for {Invoices}, and urn:tokenhouse:hr asked about it"
        );
        (row.TenantId, row.ClientId, row.ApiIdentifier, row.Code).ShouldBe(
            (Arrange.Nordia, Integrator.Web, "urn:tokenhouse:hr", "invalid_token")
        );
    }

    [Fact]
    public async Task Asked_about_by_another_client()
    {
        var visitor = await visitors.On();
        await visitor.House.AddIntegrator("why-asker");
        var tokens = await new Integrator(visitor.House).Tokens(visitor);
        foreach (var token in (string[])[Access(tokens), Refresh(tokens)])
        {
            var row = await Asked(visitor.House, token, "why-asker", RefusalKind.OfAnotherClient, "the token was issued to another client");
            (row.ClientId, row.ApiIdentifier).ShouldBe(("why-asker", null)); // put down to who asked, and to nobody else
        }
    }

    [Fact]
    public async Task Nonsense()
    {
        var house = (await visitors.On()).House;
        const string Sentence = "this site didn't issue the token, or it was altered";
        var row = await Asked(house, "nonsense", "invoices-api", RefusalKind.AccessTokenUnknown, Sentence);
        (row.TenantId, row.ClientId).ShouldBe((Datacentre.Vendor, "invoices-api"));
        (await Asked(house, "nonsense", Integrator.Web, RefusalKind.AccessTokenUnknown, Sentence)).ClientId.ShouldBe(Integrator.Web);
    }

    [Theory]
    [InlineData("Connect")] // a JWT
    [InlineData("OAuthV2")] // an opaque one
    public async Task Expired_or_revoked(string dialect)
    {
        await using var house = await House.Start(new HousePlan(Databases.Default) { Run = ["dc3"] });
        var (visitor, integrator) = (
            new Visitor(house),
            new Integrator(house) { Dialect = Server.Dialects.AllDialects.List.Single(known => known.Name == dialect) }
        );
        var revoked = Access(await integrator.Tokens(visitor));
        await house.Post(Visitor.Dc3 + "/connect/revoke", [("token", revoked)], Integrator.Web);
        await Asked(
            house,
            revoked,
            "invoices-api",
            RefusalKind.AccessTokenRevoked,
            "the access token was revoked on 21 November 2026 12:00 UTC"
        );
        var tokens = await integrator.Tokens(visitor);
        var ends = house.Clock.GetUtcNow() + integrator.Dialect.Tokens.AccessTokenLifetime;
        house.Clock.Advance(TimeSpan.FromMinutes(11));
        var row = await Asked(
            house,
            Access(tokens),
            "invoices-api",
            RefusalKind.AccessTokenExpired,
            $"the access token expired on {ends:d MMMM yyyy HH:mm} UTC"
        );
        (row.TenantId, row.ClientId, row.ApiIdentifier).ShouldBe((Arrange.Nordia, Integrator.Web, Invoices));
        await UserInfo(house, Access(tokens), RefusalKind.AccessTokenExpired, $"the access token expired on {ends:d MMMM yyyy HH:mm} UTC");
    }

    [Fact]
    public async Task A_refresh_token_that_was_spent_or_whose_family_ended()
    {
        await using var house = await House.Start(new HousePlan(Databases.Default) { Run = ["dc3"] });
        var (visitor, integrator) = (new Visitor(house), new Integrator(house));
        var token = Refresh(await integrator.Tokens(visitor));
        var successor = Refresh(await integrator.Refresh(token));
        await Asked(house, token, Integrator.Web, RefusalKind.RefreshTokenReused, "it was spent on 21 November 2026 12:00:00 UTC");
        await house.Post(Visitor.Dc3 + "/connect/revoke", [("token", successor)], Integrator.Web);
        await Asked(
            house,
            successor,
            Integrator.Web,
            RefusalKind.FamilyEnded,
            "its family ended on 21 November 2026 12:00 UTC: the client revoked it"
        );
        var idle = Refresh(await integrator.Tokens(visitor));
        var ends = house.Clock.GetUtcNow() + TimeSpan.FromDays(30);
        await house.KeepFromSweeping("dc3");
        house.Clock.Advance(TimeSpan.FromDays(30));
        await Asked(house, idle, Integrator.Web, RefusalKind.RefreshTokenExpired, $"it expired on {ends:d MMMM yyyy HH:mm} UTC");
    }

    [Theory]
    [InlineData("client", RefusalKind.ClientDisabled, "the client was disabled on 21 November 2026")]
    [InlineData("scope", RefusalKind.ScopeNotOfClient, "scope all isn't assigned to the client")]
    [InlineData("person", RefusalKind.NotAMember, "the account was disabled, or is no longer a member of the tenant")]
    public async Task Its_client_its_scope_or_its_person_is_gone(string what, RefusalKind kind, string sentence)
    {
        await using var house = await House.Start(new HousePlan(Databases.Default) { Run = ["dc3"] });
        var tokens = await new Integrator(house).Tokens(new Visitor(house));
        await house.Change(async db =>
        {
            var client = await db.Clients.IgnoreQueryFilters().SingleAsync(row => row.Id == Integrator.Web);
            if (what == "client")
                client.DisabledAt = house.Clock.GetUtcNow();
            else if (what == "scope")
                client.Scopes = ["openid"];
            else
                db.Memberships.RemoveRange(await db.Memberships.ToListAsync());
        });
        await Asked(house, Access(tokens), "invoices-api", kind, sentence);
    }

    [Fact]
    public async Task Not_good_for_user_info()
    {
        var visitor = await visitors.On();
        var (house, token) = (visitor.House, Access(await new Integrator(visitor.House).Tokens(visitor)));
        var row = await UserInfo(house, token, RefusalKind.ScopeMissing, sentence: null);
        (row.Reason, row.ClientId).ShouldBe(("the access token doesn't have the scope openid", Integrator.Web));
        await UserInfo(house, null, RefusalKind.AccessTokenMissing, "no access token was sent in an Authorization: Bearer header");
        await UserInfo(house, "nonsense", RefusalKind.AccessTokenUnknown, "this site didn't issue the token, or it was altered");
    }

    [Theory]
    [InlineData("/connect/introspect", "introspect", "a public client can't authenticate, so it can't introspect tokens")]
    [InlineData("/connect/refusals", "refusal-report", "clients of the kind Web can't report refusals")]
    [InlineData("/connect/client-state", "client-state", "clients of the kind Web can't read the state of others")]
    public async Task An_endpoint_that_is_for_others(string path, string operation, string sentence)
    {
        var house = (await visitors.On()).House;
        using var request = new HttpRequestMessage(operation == "client-state" ? HttpMethod.Get : HttpMethod.Post, Visitor.Dc3 + path);
        if (operation == "introspect")
            request.Content = new FormUrlEncodedContent([
                KeyValuePair.Create("client_id", Integrator.Native),
                KeyValuePair.Create("token", "x"),
            ]);
        else
            request.Headers.Authorization = ProxiedHouses.Basic(Integrator.Web, Integrator.Web + "-demo-secret");
        using var response = await house.Http.SendAsync(request);
        await house.ShouldBeRefused(await Answer.From(response), operation, RefusalKind.EndpointNotForKind, sentence, "dc3");
    }

    private static async Task<Refusal> Asked(House house, string token, string by, RefusalKind kind, string sentence)
    {
        var answer = await house.Post(Visitor.Dc3 + "/connect/introspect", [("token", token)], by);
        answer.Body.ShouldBe(Inactive);
        var row = await house.ShouldBeRefused(answer, "introspect", kind, sentence, "dc3");
        row.Reason.ShouldNotContain(token);
        return row;
    }

    private static async Task<Refusal> UserInfo(House house, string? token, RefusalKind kind, string? sentence)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Visitor.Dc3 + "/connect/userinfo");
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await house.Http.SendAsync(request);
        var answer = await Answer.From(response);
        if (sentence is not null)
            return await house.ShouldBeRefused(answer, "userinfo", kind, sentence, "dc3");
        var row = (await house.Refusals(answer, "dc3")).Single();
        (row.Operation, row.Kind).ShouldBe(("userinfo", kind.ToString()));
        return row;
    }

    private static string Access(Answer answer) => answer.Json.GetProperty("access_token").GetString()!;

    private static string Refresh(Answer answer) => answer.Json.GetProperty("refresh_token").GetString()!;
}

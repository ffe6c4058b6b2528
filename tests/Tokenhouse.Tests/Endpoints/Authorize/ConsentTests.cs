using Microsoft.EntityFrameworkCore;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Endpoints.Authorize;

/// <summary>A person agrees once to what an application asks, again when it asks for more, and takes it all back at once.</summary>
[Trait("Category", "Security")]
public sealed class ConsentTests(Visitors visitors) : IClassFixture<Visitors>
{
    [Fact]
    public async Task What_was_agreed_is_remembered_and_asked_again_when_the_scope_grows()
    {
        var visitor = await visitors.On();
        await visitor.House.AddIntegrator("consent-grows");
        var integrator = new Integrator(visitor.House, "consent-grows");
        await visitor.Authorize(new Integrator(visitor.House).Link());

        await visitor.Open(integrator.Link(("scope", "all")));
        var asked = visitor.Page.Body!.TextContent;
        asked.ShouldContain("consent-grows asks for access");
        asked.ShouldContain("E-invoicing all");
        visitor
            .Page.QuerySelectorAll("dd")
            .Select(fact => fact.TextContent.Trim())
            .ShouldBe([
                "1 year, or 30 days without use. You can withdraw it at any time on your account page.",
                "http://127.0.0.1:8400",
                Visitor.Ada,
            ]);
        await visitor.Decide("agree");
        await visitor.Open(integrator.Link(("scope", "all")));
        visitor.Response.ShouldContainKey("code");

        await visitor.Open(integrator.Link(("scope", "all openid")));
        visitor.Left.ShouldBeNull();
        visitor.Page.Body!.TextContent.ShouldContain("Know who you are");
        await visitor.Decide("agree");
        foreach (var scope in (string[])["openid", "all", "openid all"])
        {
            await visitor.Open(integrator.Link(("scope", scope)));
            visitor.Response.ShouldContainKey("code");
        }
    }

    [Fact]
    public async Task What_was_not_shown_is_not_agreed_to()
    {
        var visitor = await visitors.On();
        var house = visitor.House;
        await house.AddIntegrator("consent-unseen", client => client.Scopes = ["openid"]);
        await visitor.Authorize(new Integrator(house).Link());
        await house.Change("consent-unseen", client => client.Scopes = ["payments.read", "openid"]);
        await house.Change(async db =>
            (await db.Contracts.IgnoreQueryFilters().SingleAsync(contract => contract.TenantId == Arrange.Nordia)).Scopes = [
                "all",
                "openid",
                "payments.read",
                "payments.write",
            ]
        );
        await visitor.Open(new Integrator(house, "consent-unseen").Link());
        visitor.Page.Body!.TextContent.ShouldNotContain("payments.write");
        await house.Change("consent-unseen", client => client.Scopes = ["payments.read", "payments.write"]);

        await visitor.Decide("agree");

        visitor.Left.ShouldBeNull();
        visitor.Page.Body!.TextContent.ShouldContain("payments.write"); // shown now
        await visitor.Decide("agree");
        visitor.Response.ShouldContainKey("code");
    }

    [Fact]
    public async Task Who_declines_gives_nothing_and_is_asked_again_the_next_time()
    {
        var visitor = await visitors.On();
        await visitor.House.AddIntegrator("consent-declined");
        var integrator = new Integrator(visitor.House, "consent-declined");
        await visitor.Authorize(new Integrator(visitor.House).Link());

        await visitor.Open(integrator.Link());
        await visitor.Decide("decline");

        visitor
            .Answer["Location"]
            .ShouldBe(
                $"{Visitor.Callback}?error=access_denied&error_description=The%20account%20holder%20declined.&state=xyz&iss=http%3A%2F%2Flogin.dc3.localhost%3A5080"
            );
        visitor.Answer.Status.ShouldBe(303);
        await visitor.Open(integrator.Link());
        visitor.Left.ShouldBeNull();
        await visitor.Decide("something else");
        visitor.Left.ShouldBeNull();
        visitor.Page.QuerySelector("[name=decision][value=agree]").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_withdrawal_ends_everything_at_once()
    {
        var visitor = await visitors.On();
        var house = visitor.House;
        await house.AddIntegrator("consent-withdrawn");
        var (integrator, other) = (new Integrator(house, "consent-withdrawn"), new Integrator(house));
        var kept = Refresh(await other.Tokens(visitor));
        var token = Refresh(await integrator.Tokens(visitor));
        var code = await integrator.Code(visitor);

        await visitor.Open(Visitor.Dc3 + "/account");
        visitor.Page.Body!.TextContent.ShouldContain("consent-withdrawn");
        var form = visitor.Page.Forms.Single(candidate => candidate.QuerySelector("[value$='/consent-withdrawn']") is not null);
        foreach (var rest in visitor.Page.Forms.Where(candidate => candidate != form))
            rest.Remove();
        await visitor.Submit(new Dictionary<string, string>());

        visitor.Page.Body!.TextContent.ShouldContain("The application no longer acts for you. Its access has ended.");
        (await integrator.Refresh(token)).Body.ShouldBe(Integrator.WrongRefreshToken);
        (await integrator.Redeem(code)).Body.ShouldBe(Integrator.WrongCode);
        await using (var db = house.Db("dc3"))
        {
            var family = await db.Families.IgnoreQueryFilters().SingleAsync(row => row.ClientId == "consent-withdrawn");
            (family.EndedAt, family.EndReason).ShouldBe((house.Clock.GetUtcNow(), "the account holder withdrew the consent"));
            (await db.AccessTokens.IgnoreQueryFilters().Where(row => row.ClientId == "consent-withdrawn").ToListAsync()).ShouldAllBe(row =>
                row.RevokedAt == family.EndedAt
            );
            (
                await db.Codes.IgnoreQueryFilters().AnyAsync(row => row.ClientId == "consent-withdrawn" && row.SpentAt == null)
            ).ShouldBeFalse();
        }
        (await other.Refresh(kept)).Status.ShouldBe(200);
        await visitor.Open(integrator.Link());
        visitor.Page.QuerySelector("[name=decision][value=agree]").ShouldNotBeNull(); // asked again
    }

    [Theory]
    [InlineData("451/LIVE/nobody")]
    [InlineData("451/UAT/nordia-erp")]
    [InlineData("nonsense")]
    [InlineData("")]
    public async Task Only_what_one_agreed_to_oneself_can_be_withdrawn(string application)
    {
        var house = (await visitors.On()).House;
        var (ada, grace) = (new Visitor(house), new Visitor(house));
        var integrator = new Integrator(house);
        await ada.Authorize(integrator.Link());
        var token = Refresh(await integrator.Tokens(ada));
        await grace.Authorize(integrator.Link(), "grace@nordia.example");
        await grace.Open(Visitor.Dc3 + "/account");
        await grace.Submit(new Dictionary<string, string> { ["application"] = application }, "/account/withdraw");

        grace.Answer.Status.ShouldBe(200);
        (await integrator.Refresh(token)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_client_acts_for_nobody_but_members_of_its_tenant()
    {
        var house = (await visitors.On()).House;
        var tenant = await house.AddTenant("consent-closed");
        await house.AddIntegrator("consent-closed", tenantId: tenant.Id);
        var integrator = new Integrator(house, "consent-closed");
        var visitor = new Visitor(house);

        await visitor.Open(integrator.Link());
        await visitor.SignIn();
        RefusedOnPageTests.IsPage(visitor, 403, "ada@nordia.example isn't a member there.");
        await visitor.Open(integrator.Link(("prompt", "none")));
        visitor.Response["error"].ShouldBe("access_denied");
        await visitor.Open(integrator.Link());
        var ticket = Visitor.Query(new(visitor.Page.Url))["ticket"];
        await visitor.Decide("back");
        visitor.Response.ShouldBe(
            new Dictionary<string, string>
            {
                ["error"] = "access_denied",
                ["error_description"] = "The account isn't a member of the tenant.",
                ["state"] = "xyz",
                ["iss"] = Visitor.Dc3,
            }
        );

        // Nor by going to the consent page directly.
        await visitor.Open($"{Visitor.Dc3}/account/consent?ticket={Uri.EscapeDataString(ticket)}");
        if (visitor.Page.QuerySelector("[name=decision][value=agree]") is not null)
            await visitor.Decide("agree");
        visitor.Answer.Status.ShouldBe(403);
        await using var db = house.Db("dc3");
        (await db.Consents.IgnoreQueryFilters().AnyAsync(consent => consent.ClientId == "consent-closed")).ShouldBeFalse();
        await visitor.Decide("switch");
        visitor.Page.QuerySelector("input[type=password]").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_disabled_account_is_signed_in_nowhere()
    {
        var house = (await visitors.On()).House;
        var visitor = new Visitor(house);
        await visitor.Authorize(Visitor.Link(), "grace@nordia.example");
        await Disable(house, house.Clock.GetUtcNow());

        await visitor.Open(Visitor.Link());
        visitor.Page.QuerySelector("input[type=password]").ShouldNotBeNull();
        await visitor.SignIn("grace@nordia.example");
        RefusedOnPageTests.IsPage(visitor, 400, "The email address or the password is wrong.");
        await Disable(house, null);
    }

    [Theory]
    [InlineData("\"><script>alert(1)</script>")]
    [InlineData("xyz")]
    public async Task An_answer_by_form_is_posted_to_the_redirect_URI_alone(string state)
    {
        var visitor = await visitors.On();
        await visitor.Authorize(Visitor.Link("/connect/authorize", ("response_mode", "form_post"), ("state", state)));

        RefusedOnPageTests.IsPage(visitor, 200);
        visitor.Answer["Content-Security-Policy"]!.ShouldContain("form-action 'self' http://127.0.0.1:8400;");
        var form = visitor.Page.Forms.Single();
        (form.Method, form.GetAttribute("action")).ShouldBe(("post", Visitor.Callback));
        var fields = form.QuerySelectorAll("input")
            .ToDictionary(input => input.GetAttribute("name")!, input => input.GetAttribute("value")!);
        fields.Keys.ShouldBe(["code", "state", "iss"]);
        (fields["state"], fields["iss"]).ShouldBe((state, Visitor.Dc3));
        visitor.Page.Scripts.ShouldHaveSingleItem().Source.ShouldBe("/js/submit.js");
        (await new Integrator(visitor.House).Redeem(fields["code"])).Status.ShouldBe(200);

        await visitor.Open(Visitor.Link("/connect/authorize", ("response_mode", "form_post"), ("state", state), ("scope", "nothing")));
        RefusedOnPageTests.IsPage(visitor, 200);
        visitor
            .Page.QuerySelectorAll("input[type=hidden]")
            .Select(input => $"{input.GetAttribute("name")}={input.GetAttribute("value")}")
            .ShouldBe([
                "error=invalid_scope",
                "error_description=The scope 'nothing' isn't available to this client.",
                "state=" + state,
                "iss=" + Visitor.Dc3,
            ]);
    }

    [Fact]
    public async Task A_request_may_be_posted_and_is_answered_with_303()
    {
        var visitor = await visitors.On();
        await visitor.Authorize(Visitor.Link());
        var fields = Visitor.Query(new(Visitor.Link()));
        await visitor.Go(new(HttpMethod.Post, new Uri(Visitor.Dc3 + "/connect/authorize")) { Content = new FormUrlEncodedContent(fields) });

        visitor.Answer.Status.ShouldBe(303);
        visitor.Response.Keys.ShouldBe(["code", "state", "iss"]);
    }

    private static async Task Disable(House house, DateTimeOffset? at)
    {
        await using var db = house.Db("dc3");
        (await db.Accounts.SingleAsync(account => account.Email == "grace@nordia.example")).DisabledAt = at;
        await db.SaveChangesAsync();
    }

    private static string Refresh(Answer answer) => answer.Json.GetProperty("refresh_token").GetString()!;
}

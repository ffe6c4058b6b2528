using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.Playwright;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Overview;

/// <summary>What operators settle in a real browser, from sign-in to effect at the token endpoint.</summary>
[OuterTier]
public sealed class OperatorBrowserTests(Browser browser, BrowserTestServer home) : IClassFixture<Browser>, IClassFixture<BrowserTestServer>
{
    private const string Secret = "a-secret-of-the-program";

    private readonly VisualAudit audit = new(browser, "hub/operators");

    private TestServer Server => home.Server;

    [Fact]
    public async Task A_customer_is_taken_in_gets_what_the_catalogue_has_and_is_disabled()
    {
        var page = await Enter("/operator/catalogue");
        await page.FillAsync("#name", "Timesheets");
        await page.FillAsync("#identifier", "urn:tokenhouse:timesheets");
        await page.ClickAsync("text=Add API");
        await page.Said("API added. Now add its scopes.");
        await page.FillAsync("#scope", "timesheets.read");
        await page.ClickAsync("text=Add scope");
        await page.Said("Scope added. You can now add it to contracts.");
        await audit.Look(page, "api");

        await page.GotoAsync(home.Hub + "/operator/tenants");
        await page.ClickAsync("text=New tenant");
        await page.FillAsync("#name", "Harbour & Sons");
        await page.FillAsync("#slug", "Harbour & Sons");
        await page.ClickAsync("text=Create tenant");
        await page.WaitForSelectorAsync("#slug-fault");
        await audit.Look(page, "tenant-new-fault");
        await page.FillAsync("#slug", "harbour");
        await page.ClickAsync("text=Create tenant");
        await page.Said("Tenant created. Add a contract and invite its first Manager.");
        await audit.Look(page, "tenant-created");
        await page.ClickAsync("main >> text=Contract");
        await page.ClickAsync("text=Add a contract >> nth=0");
        await page.CheckAsync("[id='scope-timesheets.read']");
        await page.ClickAsync("text=Add contract");
        await page.WaitForSelectorAsync("[role=status]");
        await audit.Look(page, "contract-added");

        await using var db = Server.Db("dc3");
        var tenant = db.Tenants.Single(row => row.Slug == "harbour");
        var client = await Server.Credential(tenant, secret: Secret, with: row => row.Scopes = ["timesheets.read"]);
        (await Ask(client)).ShouldBe("timesheets.read");
        await page.ClickAsync("main a:has-text('End the contract')");
        await audit.Look(page, "contract-end");
        await page.ClickAsync("text=End now");
        await page.WaitForSelectorAsync("[role=status]");
        (await Ask(client)).ShouldBe("invalid_scope");

        await page.GotoAsync(home.Hub + "/t/harbour/contract/add/live");
        await page.CheckAsync("[id='scope-timesheets.read']");
        await page.ClickAsync("text=Add contract");
        await page.WaitForSelectorAsync("[role=status]");
        (await Ask(client)).ShouldBe("timesheets.read");
        await page.GotoAsync(home.Hub + "/t/harbour/tenant");
        await page.ClickAsync("main >> text=Disable");
        await page.ClickAsync("button:has-text('Disable')");
        await page.WaitForSelectorAsync("[role=status]");
        await audit.Look(page, "tenant-disabled");
        (await Ask(client)).ShouldBe("invalid_client");
        audit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_that_is_rotated_signs_an_hour_later()
    {
        var before = await Signer();
        var page = await Enter("/operator/keys");
        await page.ClickAsync("button:has-text('ES256 of LIVE')");
        await page.Said("The next key is published. It starts to sign in an hour.");
        await audit.Look(page, "keys-rotated");
        var next = (await page.TextContentAsync("h3:has-text('Next') code"))!;
        var published = await Server.Get(home.Origin + "/.well-known/jwks.json");
        published.Json.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()).ShouldContain(next);
        (await Signer()).ShouldBe(before);
        Server.Clock.Advance(TimeSpan.FromHours(1));
        (await Signer()).ShouldBe(next);
        audit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_still_uses_a_dialect_is_seen_before_it_rests_and_is_refused_while_it_does()
    {
        var person = await audit.Window();
        await person.GotoAsync(home.Link("/oauth2/authorize"));
        await Tokenhouse.Tests.AccountPages.BrowserTests.SignIn(person, await Server.Person());
        await person.ClickAsync("button:has-text('Agree')");
        await person.WaitForURLAsync(home.Callback + "?**");
        var first = await Legacy(
            ("grant_type", "authorization_code"),
            ("code", BrowserSession.Query(new(person.Url))["code"]),
            ("redirect_uri", home.Callback)
        );
        var (refresh, token) = (("grant_type", "refresh_token"), ("refresh_token", first.Json.GetProperty("refresh_token").GetString()!));
        first.Status.ShouldBe(200);
        var page = await Enter("/operator/dialects");
        await Eventually.True(
            Server.Clock,
            TimeSpan.FromSeconds(1),
            async () =>
            {
                await page.ReloadAsync();
                return await page.IsVisibleAsync("text=1 client still uses it");
            }
        );
        (await page.TextContentAsync("li:has-text('OAuth2Legacy')"))!.ShouldContain("in 54 days");
        await page.ClickAsync("text=1 client still uses it");
        await page.WaitForSelectorAsync("th:has-text('Nordia ERP')");
        Server.Clock.Advance(new DateTimeOffset(2027, 1, 15, 9, 0, 0, TimeSpan.Zero) - Server.Clock.GetUtcNow());
        (await Legacy(refresh, token)).Status.ShouldBe(503);
        var later = await Enter("/operator/dialects");
        (await later.TextContentAsync("li:has-text('OAuth2Legacy')"))!.ShouldContain("Unavailable now");
        await audit.Look(later, "dialect-resting");
        audit.Complaints.ShouldBeEmpty();
    }

    private async Task<IPage> Enter(string path) => await home.Enter(audit, await Server.Staff(Role.Developer), path);

    private Task<string> Ask(Client client) => home.Ask(TenantEnvironment.LIVE, client.Id, Secret);

    private async Task<string> Signer() =>
        new JsonWebToken(
            (await Server.Token(home.Origin, "globex-live", "globex-live-demo-secret", "Public.HrCore.Write"))
                .Json.GetProperty("access_token")
                .GetString()
        ).Kid;

    /// <summary>Calls the token endpoint of the legacy dialect.</summary>
    private Task<Answer> Legacy(params (string Name, string Value)[] form) =>
        Server.Post(home.Origin + "/oauth2/token", form, "nordia-erp");
}

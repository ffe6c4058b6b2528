using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Log;

/// <summary>The log: whole at any width, light and dark, without a complaint of the browser or of axe-core, and usable by keyboard.</summary>
[OuterTier]
public sealed class AppearanceTests(Browser browser, BrowserTestServer home) : IClassFixture<Browser>, IClassFixture<BrowserTestServer>
{
    private readonly VisualAudit audit = new(browser, "hub/log");

    [Fact]
    public async Task The_log_fits_and_a_refusal_is_found_by_its_id()
    {
        var tenant = await home.Server.AddTenant("log-looks");
        var email = await home.Server.Member(tenant, Role.Developer);
        var page = await audit.Window();
        await page.GotoAsync(home.Hub + "/t/log-looks/log");
        await page.FillAsync("#email", email);
        await page.FillAsync("#password", BrowserSession.Password);
        await page.PressAsync("#password", "Enter");
        await page.WaitForSelectorAsync("h1:has-text('Log')");

        await Write(tenant);
        await page.GotoAsync(home.Hub + "/t/log-looks/log?outcome=all");
        await audit.Look(page, "all");
        await page.FillAsync("#correlation", "0123456789ab7def0123456789abcde7");
        await page.PressAsync("#correlation", "Enter");
        await page.WaitForSelectorAsync(".log-entry");
        (await page.Locator(".log-entry").CountAsync()).ShouldBe(1);
        await page.FillAsync("#correlation", "0123456789ab7def0123456789abcdef");
        await page.PressAsync("#correlation", "Enter");
        await page.WaitForSelectorAsync("text=No entry has this ID");
        await audit.Look(page, "not-found");
        await page.GotoAsync(home.Hub + "/t/log-looks/log?kind=AddressNotAllowed&from=2026-11-01&until=2026-11-30");
        await audit.Look(page, "filtered");
        await page.GotoAsync(home.Hub + "/t/log-looks/log?address=somewhere");
        await audit.Look(page, "wrong");
        audit.Complaints.ShouldBeEmpty();
    }

    private async Task Write(Tenant tenant)
    {
        await home.Server.AddIntegrator("log-looks", tenantId: tenant.Id);
        var now = home.Server.Clock.GetUtcNow();
        (RefusalKind Kind, string Reason, string Operation, string? Client)[] rows =
        [
            (RefusalKind.ExpiredSecret, "the secret ending in k3Q expired on 3 May 2026", "token", "log-looks"),
            (RefusalKind.ScopeNotInContract, "scope Public.Job.Write isn't in the LIVE contract", "token", "log-looks"),
            (RefusalKind.AddressNotAllowed, "2001:db8:1111:2222:3333:4444:5555:6666 isn't on the client's allowlist", "token", "log-looks"),
            (
                RefusalKind.OtherEnvironment,
                "these are UAT credentials, but the call went to LIVE (http://login.dc3.localhost:5080)",
                "token",
                new('x', 100)
            ),
            (RefusalKind.ReportedByApi, "the scope Public.Job.Write is missing", "api", "log-looks"),
            (RefusalKind.SignInWrongPassword, "the password is wrong", "sign-in", null),
            (
                RefusalKind.RefreshTokenReused,
                "the refresh token isn't valid: it was spent on 21 November 2026 12:00:00 UTC and was sent again, so the family has ended",
                "token",
                "log-looks"
            ),
        ];
        await home.Server.Change(db =>
        {
            for (var i = 0; i < rows.Length; i++)
                db.Refusals.Add(
                    new()
                    {
                        Id = Guid.CreateVersion7(now),
                        TenantId = tenant.Id,
                        Environment = i % 2 == 0 ? TenantEnvironment.LIVE : TenantEnvironment.UAT,
                        Operation = rows[i].Operation,
                        Kind = rows[i].Kind.ToString(),
                        Person = rows[i].Client is null ? "somebody.with.a.long.name@a-long-domain-name.example" : null,
                        ClientId = rows[i].Client,
                        Dialect = rows[i].Operation == "token" ? "Connect" : "",
                        ApiIdentifier = rows[i].Operation == "api" ? "urn:tokenhouse:invoices" : null,
                        Path = rows[i].Operation == "api" ? "/v3/{tenantId}/jobs" : null,
                        Code = "invalid_client",
                        Reason = rows[i].Reason,
                        Address = i == 2 ? "2001:db8:1111:2222:3333:4444:5555:6666" : "203.0.113.7",
                        CorrelationId = $"0123456789ab7def0123456789abcde{i + 1}",
                        At = now.AddMinutes(-i),
                        Count = i == 1 ? 12_345 : 1,
                    }
                );
            db.Usages.Add(
                new()
                {
                    TenantId = tenant.Id,
                    Environment = TenantEnvironment.LIVE,
                    ClientId = "log-looks",
                    Dialect = "Connect",
                    Minute = now.AddMinutes(-2),
                    Issued = 7,
                }
            );
            return Task.CompletedTask;
        });
    }
}

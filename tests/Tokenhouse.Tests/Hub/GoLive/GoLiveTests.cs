using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Hub.Requests;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.GoLive;

/// <summary>From a UAT credential that is ready to one of LIVE beside it.</summary>
[Collection<RequestServers>]
public sealed class GoLiveTests(TestServers servers)
{
    [Fact]
    public async Task Go_live_makes_a_new_credential_with_the_settings_and_without_the_secret()
    {
        var office = await TenantBuilder.Open(await servers.On());
        var client = await UatClient.Add(
            office,
            with: client => (client.RequiresAllowlist, client.RefreshGrace) = (true, TimeSpan.FromSeconds(7))
        );
        await client.Allow();
        await client.Call();
        var developer = await client.Checklist();
        await developer.Press("/go-live");
        developer.Path.ShouldEndWith("/edit"); // networks of LIVE are rarely those of UAT
        developer.Page.QuerySelector("#networks")!.TextContent.ShouldBe("127.0.0.0/8");
        developer.Page.QuerySelector("#name")!.GetAttribute("value").ShouldBe(client.Id);
        await developer.Press("/edit", [.. HubForms.But(("networks", "203.0.113.0/24")), ("then", "submit")]);
        var request = await office.Rows(db => db.Requests.SingleAsync());
        (request.Environment, request.State, request.GoLiveOf).ShouldBe((TenantEnvironment.LIVE, RequestState.Submitted, client.Id));
        await office.Decide(request.Id, "approve");

        var live = await office.Rows(db =>
            db.Clients.Include(row => row.Secrets).SingleAsync(row => row.Environment == TenantEnvironment.LIVE)
        );
        live.Id.ShouldNotBe(client.Id);
        live.Secrets.ShouldBeEmpty();
        (live.GoLiveOf, live.Kind, live.Name).ShouldBe((client.Id, ClientKind.Machine, "Payroll import"));
        (live.RequiresAllowlist, live.RefreshGrace).ShouldBe((true, TimeSpan.FromSeconds(7)));
        live.Scopes.ShouldBe([TenantBuilder.Read]);
        (await office.Rows(db => db.AllowedNetworks.SingleAsync(row => row.ClientId == live.Id))).Network.ShouldBe("203.0.113.0/24");
        var uat = await office.Rows(db => db.Clients.Include(row => row.Secrets).SingleAsync(row => row.Id == client.Id));
        (uat.Environment, uat.Secrets.Count, uat.DisabledAt).ShouldBe((TenantEnvironment.UAT, 1, null));
        (await client.Checklist()).Page.QuerySelectorAll(".hub-page a").Select(link => link.TextContent).ShouldContain(live.Id);
        (await office.Audit()).ShouldContain($"go-live.begun by {office.Email("developer")}");
    }

    [Fact]
    public async Task Go_live_copies_what_belongs_to_tokens_and_sign_in_and_post_logout_redirect_uris_of_hosts_that_LIVE_has_too()
    {
        var office = await TenantBuilder.Open(await servers.On(Database.Sqlite));
        await office.Developer();
        string[] after = ["https://app.example.com/bye", "https://uat.example.com/bye", "http://localhost:5000/bye"];
        var client = await UatClient.Add(
            office,
            ClientKind.Web,
            client =>
            {
                client.PostLogoutRedirectUris = [.. after];
                (client.IdTokenAlgorithm, client.RefreshGrace) = ("ES256", TimeSpan.FromSeconds(7));
                (client.IdleLifetime, client.FamilyLifetime) = (TimeSpan.FromDays(2), TimeSpan.FromDays(3));
                (client.SwitchedOffScopes, client.HasClaimsInIdToken) = (["email"], true);
            }
        );
        var live = new CredentialRequest
        {
            Id = Guid.CreateVersion7(office.Server.Clock.GetUtcNow()),
            TenantId = office.Tenant.Id,
            Environment = TenantEnvironment.LIVE,
            Kind = ClientKind.Web,
            Name = "App",
            Purpose = "Signs people in.",
            Scopes = [TenantBuilder.Read],
            RedirectUris = ["https://app.example.com/back"],
            Owner = "owner@example.com",
            Contact = "contact@example.com",
            State = RequestState.Submitted,
            RequestedBy = office.Email("developer"),
            CreatedAt = office.Server.Clock.GetUtcNow(),
            GoLiveOf = client.Id,
        };
        await office.Change(db =>
        {
            db.Requests.Add(live);
            return Task.CompletedTask;
        });
        await office.Decide(live.Id, "approve");

        var made = await office.Rows(db => db.Clients.SingleAsync(row => row.Environment == TenantEnvironment.LIVE));
        made.PostLogoutRedirectUris.ShouldBe(["https://app.example.com/bye"]);
        (made.IdTokenAlgorithm, made.RefreshGrace).ShouldBe(("ES256", TimeSpan.FromSeconds(7)));
        (made.IdleLifetime, made.FamilyLifetime).ShouldBe((TimeSpan.FromDays(2), TimeSpan.FromDays(3)));
        made.SwitchedOffScopes.ShouldBe(["email"]);
        made.HasClaimsInIdToken.ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_still_to_do_is_in_the_way_and_advice_is_not()
    {
        var office = await TenantBuilder.Open(await servers.On());
        var client = await UatClient.Add(office);
        var developer = await client.Checklist();
        developer.Page.QuerySelectorAll("form[action$='/go-live']").ShouldBeEmpty();
        await client.Call();
        developer = await client.Checklist();
        developer.Lines().ShouldContain("The allowlist is set Advice");
        await client.Fail(); // after the page was shown
        await developer.Press("/go-live");
        developer.Answer.Status.ShouldBe(409);
        developer.Lines().ShouldContain("It isn't ready to go live. Still to do: No refusals in the last 20 calls.");
        (await office.Rows(db => db.Requests.AnyAsync())).ShouldBeFalse();
    }

    [Fact]
    public async Task What_was_ready_when_it_was_begun_must_be_so_when_it_is_submitted()
    {
        var office = await TenantBuilder.Open(await servers.On());
        var client = await UatClient.Add(office);
        await client.Call();
        var developer = await client.Checklist();
        await developer.Press("/go-live");
        await client.Fail();
        await developer.Press("/edit", [.. HubForms.Complete, ("then", "submit")]);
        developer.Answer.Status.ShouldBe(409);
        developer.Lines().ShouldContain("It isn't ready to go live. Still to do: No refusals in the last 20 calls.");
        var request = await office.Rows(db => db.Requests.SingleAsync());
        (request.State, request.Name).ShouldBe((RequestState.Draft, "Payroll import")); // what was entered is kept

        var token = await office.Server.HubToken(office.Tenant.Id, "hub.requests.write");
        var submit = $"/tenants/{office.Tenant.Slug}/requests/{request.Id}/submit";
        (await office.Server.Call(token, HttpMethod.Post, submit)).Status.ShouldBe(409);
        await office.Change(async db =>
            (await db.Clients.SingleAsync(row => row.Id == client.Id)).DisabledAt = office.Server.Clock.GetUtcNow()
        );
        (await office.Server.Call(token, HttpMethod.Post, submit))
            .Json.GetProperty("detail")
            .GetString()
            .ShouldBe("The credential is disabled. Enable it, and use it in UAT to show that it works.");
        await office.Change(async db => (await db.Clients.SingleAsync(row => row.Id == client.Id)).DisabledAt = null);
        await office.Rows(db => db.Refusals.ExecuteDeleteAsync()); // as after twenty better calls, which would take days of tokens
        (await office.Server.Call(token, HttpMethod.Post, submit)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Who_decides_sees_what_UAT_shows_at_that_moment()
    {
        var office = await TenantBuilder.Open(await servers.On());
        var client = await UatClient.Add(office);
        await client.Call();
        var developer = await client.Checklist();
        await developer.Press("/go-live");
        await developer.Press("/edit", [.. HubForms.Complete, ("then", "submit")]);
        await client.Fail();
        var id = (await office.Rows(db => db.Requests.SingleAsync())).Id;
        var decider = await office.Operator();
        await decider.EnterHub(office.Email("operator"), $"/t/{office.Tenant.Slug}/requests/{id}/decide");
        decider.Lines().ShouldContain($"Not everything is done for {client.Id}.");
        decider
            .Texts("#go-live li")
            .ShouldContain("No refusals in the last 20 calls To do 1 refusal in the 2 calls so far. See the log for the reasons.");
        var token = await office.Server.HubToken(Datacentre.Vendor, "hub.requests.read");
        var review = await office.Server.Call(token, HttpMethod.Get, $"/tenants/{office.Tenant.Slug}/requests/{id}/review");
        review.Json.GetProperty("go_live").GetProperty("is_ready").GetBoolean().ShouldBeFalse();
        await decider.Press("/approve"); // it is the operator's to decide
        (await office.Request(id)).State.ShouldBe(RequestState.Approved);
    }

    [Fact]
    public async Task The_log_that_the_checklist_leads_to_is_that_of_the_credential()
    {
        var office = await TenantBuilder.Open(await servers.On());
        var client = await UatClient.Add(office);
        await client.Call();
        await client.Fail();
        var developer = await client.Checklist();
        var link = developer.Page.QuerySelectorAll("a.btn").Single(link => link.TextContent == "See the refusals").GetAttribute("href")!;
        await office.Server.Post("http://loginuat.dc3.localhost:5080/connect/token", [], basic: "nobody");
        await developer.OpenHub(link);
        developer.Texts(".log-sentence").ShouldBe([$"Scope {TenantBuilder.Write} isn't assigned to the client."]);
        ((AngleSharp.Html.Dom.IHtmlInputElement)developer.Page.QuerySelector("#credential")!).Value.ShouldBe(client.Id);
    }

    [Fact]
    public async Task One_go_live_at_a_time()
    {
        var office = await TenantBuilder.Open(await servers.On());
        var client = await UatClient.Add(office);
        await client.Call();
        var (one, other) = ((await client.Checklist()).Window(), (await client.Checklist()).Window());
        await one.Open(office.Address($"/credentials/uat/{client.Id}/go-live"));
        await other.Open(office.Address($"/credentials/uat/{client.Id}/go-live"));
        await Task.WhenAll(one.Press("/go-live"), other.Press("/go-live"));
        new[] { one.Answer.Status, other.Answer.Status }.Order().ShouldBe([200, 409]);
        var late = one.Answer.Status == 409 ? one : other;
        late.Lines().ShouldContain("Its go-live is already in progress: there is a request for it.");
        late.Page.QuerySelectorAll(".hub-page a.btn").Select(link => link.TextContent).ShouldContain("Open the request");
        (await office.Rows(db => db.Requests.CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task The_LIVE_contract_must_cover_it()
    {
        var office = await TenantBuilder.Open(
            await servers.On(),
            tenant => tenant.Contracts.Single(contract => contract.Environment is TenantEnvironment.LIVE).Scopes = ["all"]
        );
        var client = await UatClient.Add(office);
        await client.Call();
        var developer = await client.Checklist();
        await developer.Press("/go-live");
        await developer.Press("/edit", [.. HubForms.Complete, ("then", "submit")]);
        var id = (await office.Rows(db => db.Requests.SingleAsync())).Id;
        var vendor = await office.Decide(id, "approve");
        vendor.Answer.Status.ShouldBe(409);
        vendor.Lines().ShouldContain($"{TenantBuilder.Read}: not in the LIVE contract");
        await vendor.Press("/approve", ("add_scopes", "yes"));
        (await office.Request(id)).State.ShouldBe(RequestState.Approved);
    }

    [Fact]
    public async Task A_disabled_credential_does_not_go_live()
    {
        var office = await TenantBuilder.Open(await servers.On());
        var client = await UatClient.Add(office);
        await client.Call();
        var developer = await client.Checklist();
        await office.Change(async db => (await db.Clients.SingleAsync()).DisabledAt = office.Server.Clock.GetUtcNow());
        await developer.Press("/go-live");
        developer.Answer.Status.ShouldBe(409);
        developer.Lines().ShouldContain("The credential is disabled. Enable it, and use it in UAT to show that it works.");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Nobody_else_goes_live_with_it_and_nothing_else_goes_live()
    {
        var office = await TenantBuilder.Open(await servers.On());
        var client = await UatClient.Add(office);
        await client.Call();
        var path = $"/credentials/uat/{client.Id}/go-live";
        var reader = await office.Reader();
        await reader.Open(office.Address(path));
        reader.Lines().ShouldContain("It's ready. A Developer or Manager can request its go-live.");
        foreach (var session in new[] { reader, await office.Stranger() })
        {
            await session.Open(BrowserSession.Hub + "/");
            var token = session.Page.QuerySelector("[name=form_token]")!.GetAttribute("value")!;
            await session.Go(
                new(HttpMethod.Post, office.Address(path)) { Content = new FormUrlEncodedContent([new("form_token", token)]) }
            );
            session.Answer.Status.ShouldBe(404);
        }
        await (await office.Stranger()).Open(office.Address(path));
        (await office.Stranger()).Answer.Status.ShouldBe(404);
        var developer = await office.Developer();
        foreach (
            var other in (string[])
                [$"/credentials/live/{client.Id}/go-live", "/credentials/uat/nordia-erp/go-live", "/credentials/uat/no-such/go-live"]
        )
        {
            await developer.Open(office.Address(other));
            developer.Answer.Status.ShouldBe(404, other);
        }
        (await office.Rows(db => db.Requests.AnyAsync())).ShouldBeFalse();
    }
}

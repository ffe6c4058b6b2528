using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Requests;

/// <summary>A request is written: in two steps, with pauses, and by those who may.</summary>
[Collection<RequestServers>]
public sealed class DraftTests(TestServers servers)
{
    [Fact]
    public async Task The_kind_is_chosen_first_and_only_what_fits_it_is_asked()
    {
        var office = await TenantBuilder.Open(await servers.On());
        var developer = await office.Developer();
        await developer.Open(office.Address("/requests/new"));
        developer.Heading.ShouldBe("Request a credential");
        developer
            .Page.QuerySelectorAll("[name=kind]")
            .Select(choice => choice.GetAttribute("value"))
            .ShouldBe(["machine", "web", "browser", "native", "app-key"]);
        developer.Page.QuerySelector("[name=environment]").ShouldBeNull(); // UAT comes first

        (await Asked(office, "machine")).ShouldBe(["name", "purpose", "scopes", "networks", "owner", "contact"]);
        (await Asked(office, "web")).ShouldBe([
            "name",
            "purpose",
            "scopes",
            "redirect_uris",
            "requires_pkce",
            "networks",
            "owner",
            "contact",
        ]);
        (await Asked(office, "browser")).ShouldBe(["name", "purpose", "scopes", "redirect_uris", "owner", "contact"]);
        (await Asked(office, "native")).ShouldBe(["name", "purpose", "scopes", "redirect_uris", "owner", "contact"]);
        (await Asked(office, "app-key")).ShouldBe(["name", "purpose", "scopes", "networks", "owner", "contact"]);
        await developer.Open(office.Address("/requests/new?kind=api"));
        developer.Page.QuerySelector("[name=name]").ShouldBeNull(); // APIs are the vendor's
    }

    [Fact]
    public async Task The_scopes_of_the_contract_are_offered_and_the_others_as_what_they_become()
    {
        var office = await TenantBuilder.Open(await servers.On());
        var developer = await office.Developer();
        await developer.Open(office.Address("/requests/new?kind=machine"));
        Offered(developer, "fieldset > .ticks > .form-check").ShouldBe([TenantBuilder.Read, "all"]); // openid signs people in
        var others = Offered(developer, "details .form-check");
        others.ShouldContain(TenantBuilder.Write);
        others.ShouldNotContain(TenantBuilder.Read);
        others.ShouldAllBe(scope => !scope.StartsWith("hub."));
        developer
            .Page.QuerySelector("details .form-text")!
            .TextContent.ShouldBe(
                "These scopes aren't in the contract. If you choose one, you also request it for the contract, and an operator decides."
            );
        await developer.Open(office.Address("/requests/new?kind=web"));
        Offered(developer, "fieldset > .ticks > .form-check").ShouldBe([TenantBuilder.Read, "all"]);
    }

    [Fact]
    public async Task A_draft_may_lack_anything_and_is_gone_on_with_later()
    {
        var office = await TenantBuilder.Open(await servers.On());
        var id = await office.Draft(ClientKind.Machine);
        var developer = await office.Developer();
        developer.Heading.ShouldBe("Untitled request");
        developer.Lines().ShouldContain("Draft saved. Submit it when it is complete.");
        await developer.Open(office.Address($"/requests/{id}/edit"));
        await developer.Press(
            "/edit",
            ("name", " Payroll "),
            ("scopes", TenantBuilder.Read),
            ("scopes", "all"),
            ("networks", "10.1.2.3\r\n\r\nnowhere\r\n10.1.2.3/32")
        );
        developer.Heading.ShouldBe("Payroll");

        var row = await office.Request(id);
        (row.Name, row.State, row.Environment, row.Kind).ShouldBe(
            ("Payroll", RequestState.Draft, TenantEnvironment.UAT, ClientKind.Machine)
        );
        row.Scopes.ShouldBe([TenantBuilder.Read, "all"]);
        row.Networks.ShouldBe(["10.1.2.3/32", "nowhere"]); // said when it is submitted
        row.RequestedBy.ShouldBe(office.Email("developer"));
        (await office.Audit()).ShouldBe([$"request.made by {office.Email("developer")}", $"request.edited by {office.Email("developer")}"]);
    }

    [Fact]
    public async Task What_could_not_even_be_kept_is_said_and_what_was_entered_stays()
    {
        var office = await TenantBuilder.Open(await servers.On());
        var developer = await office.Developer();
        await developer.Open(office.Address("/requests/new?kind=machine"));
        await developer.Press(
            "/requests/new",
            ("name", new string('n', 201)),
            ("purpose", "one\u0001two"),
            ("owner", new string('o', 257)),
            ("contact", "a\u0007b"),
            ("networks", string.Join('\n', Enumerable.Range(0, 201).Select(i => $"10.0.0.{i}")))
        );
        developer.Answer.Status.ShouldBe(422);
        developer
            .Faults()
            .ShouldBe(
                new Dictionary<string, string>
                {
                    ["name"] = "A name can have at most 200 characters.",
                    ["purpose"] = "A purpose can't have control characters or invisible characters.",
                    ["networks"] = "A request can have at most 200 of these.",
                    ["owner"] = "An email address can have at most 256 characters.",
                    ["contact"] = "An email address can't have control characters or invisible characters.",
                }
            );
        developer.Page.QuerySelector("#name")!.GetAttribute("value").ShouldBe(new string('n', 201));
        (await office.Rows(db => db.Requests.AnyAsync())).ShouldBeFalse();
        (await office.Audit()).ShouldBeEmpty();
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task LIVE_comes_from_go_live_unless_an_operator_begins()
    {
        var office = await TenantBuilder.Open(await servers.On());
        var manager = await office.Manager();
        await manager.Open(office.Address("/requests/new?kind=machine&environment=live"));
        manager.Page.QuerySelector("[name=environment]")!.GetAttribute("value").ShouldBe("UAT");
        manager.Page.QuerySelector("[name=environment]")!.SetAttribute("value", "live");
        await manager.Press("/requests/new", [.. HubForms.Complete]);
        manager.Answer.Status.ShouldBe(422);
        manager.Lines().ShouldContain("To get a LIVE credential, take a UAT credential live.");
        (await office.Rows(db => db.Requests.AnyAsync())).ShouldBeFalse();

        var vendor = await office.Operator();
        await vendor.Open(office.Address("/requests/new"));
        vendor.Page.QuerySelector("[name=environment]").ShouldNotBeNull();
        await vendor.Open(office.Address("/requests/new?kind=machine&environment=live"));
        await vendor.Press("/requests/new", [.. HubForms.Complete]);
        vendor.Answer.Status.ShouldBe(200);
        (await office.Rows(db => db.Requests.SingleAsync())).Environment.ShouldBe(TenantEnvironment.LIVE);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_request_keeps_its_kind_and_its_environment()
    {
        var office = await TenantBuilder.Open(await servers.On());
        var id = await office.Draft(ClientKind.Machine, [.. HubForms.Complete]);
        var developer = await office.Developer();
        await developer.Open(office.Address($"/requests/{id}/edit"));
        developer.Page.QuerySelector("[name=kind]")!.SetAttribute("value", "app-key");
        developer.Page.QuerySelector("[name=environment]")!.SetAttribute("value", "live");
        await developer.Press("/edit", [.. HubForms.Complete]);
        developer.Answer.Status.ShouldBe(422);
        developer.Lines().ShouldContain("You can't change the kind of a request. For another kind, create a new request.");
        developer.Lines().ShouldContain("You can't change the environment of a request.");
        var row = await office.Request(id);
        (row.Kind, row.Environment).ShouldBe((ClientKind.Machine, TenantEnvironment.UAT));
    }

    [Fact]
    public async Task Who_was_overtaken_is_told_and_keeps_what_they_wrote()
    {
        var office = await TenantBuilder.Open(await servers.On());
        var id = await office.Draft(ClientKind.Machine, [.. HubForms.Complete]);
        var (developer, manager) = (await office.Developer(), await office.Manager());
        await developer.Open(office.Address($"/requests/{id}/edit"));
        await manager.Open(office.Address($"/requests/{id}/edit"));
        await manager.Press("/edit", HubForms.But(("name", "Of the manager")));
        await developer.Press("/edit", HubForms.But(("name", "Of the developer")));
        developer.Answer.Status.ShouldBe(412);
        developer.Lines()[1].ShouldBe("Changed in the meantime");
        developer.Page.QuerySelector("#name")!.GetAttribute("value").ShouldBe("Of the developer");
        (await office.Request(id)).Name.ShouldBe("Of the manager");
        await developer.Press("/edit", HubForms.But(("name", "Of both")));
        (await office.Request(id)).Name.ShouldBe("Of both");
    }

    [Fact]
    public async Task The_list_is_filtered_sorted_and_taken_along()
    {
        var office = await TenantBuilder.Open(await servers.On());
        var developer = await office.Developer();
        await developer.Open(office.Address("/requests"));
        developer.Lines().ShouldContain("No requests yet.");
        await office.Draft(ClientKind.Machine, HubForms.But(("name", "Beta")));
        office.Server.Clock.Advance(TimeSpan.FromSeconds(1));
        await office.Submitted(ClientKind.Machine, HubForms.But(("name", "Alpha, the first")));

        (await Names(office, "")).ShouldBe(["Alpha, the first", "Beta"]);
        (await Names(office, "?sort=begun")).ShouldBe(["Beta", "Alpha, the first"]);
        (await Names(office, "?sort=name")).ShouldBe(["Alpha, the first", "Beta"]);
        (await Names(office, "?sort=-name")).ShouldBe(["Beta", "Alpha, the first"]);
        (await Names(office, "?state=draft")).ShouldBe(["Beta"]);
        (await Names(office, "?environment=live")).ShouldBeEmpty();
        developer.Lines().ShouldContain("No matching requests.");

        await developer.Open(office.Address("/requests/export?state=submitted&format=csv"));
        var lines = developer.Answer.Body.Split("\r\n");
        lines[0].ShouldBe("id,state,environment,kind,name,requested by,created,submitted,decided,credential,go-live of");
        lines[1].ShouldContain(",submitted,UAT,machine,\"Alpha, the first\",");
        lines.Length.ShouldBe(3);
        await developer.Open(office.Address("/requests/export?format=json"));
        developer.Answer.Json.GetArrayLength().ShouldBe(2);
    }

    private static async Task<List<string>> Names(TenantBuilder office, string query)
    {
        var developer = await office.Developer();
        await developer.Open(office.Address("/requests" + query));
        return [.. developer.Page.QuerySelectorAll("tbody th a").Select(link => link.TextContent)];
    }

    private static async Task<List<string>> Asked(TenantBuilder office, string kind)
    {
        var developer = await office.Developer();
        await developer.Open(office.Address($"/requests/new?kind={kind}"));
        return
        [
            .. developer
                .Page.QuerySelectorAll("form.prose [name]:not([type=hidden]):not(button)")
                .Select(field => field.GetAttribute("name")!)
                .Distinct(),
        ];
    }

    private static List<string> Offered(BrowserSession session, string selector) =>
        [.. session.Page.QuerySelectorAll(selector).Select(box => box.TextContent.Trim())];
}

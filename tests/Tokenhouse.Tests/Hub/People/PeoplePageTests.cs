using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.People;

/// <summary>The pages of people, by role.</summary>
[Collection<PeopleServers>]
public sealed class PeoplePageTests(TestServers servers)
{
    [Fact]
    public async Task A_reader_sees_who_is_there_and_is_offered_nothing_to_do()
    {
        var (server, tenant, _) = await Begin(Databases.Default, "pp-reader");
        var other = await server.Member(tenant, Role.Developer);
        var reader = await Enter(server, await server.Member(tenant, Role.Reader), "/t/pp-reader/people");
        reader.Page.QuerySelectorAll("main tbody tr th.cell-name span").Select(cell => cell.TextContent).ShouldContain(other);
        Buttons(reader).ShouldBe(["Filter"]);
        await reader.Open($"{BrowserSession.Hub}/t/pp-reader/people/{(await server.Account(other)).Id}");
        (reader.Answer.Status, reader.Heading).ShouldBe((200, (await server.Account(other)).Name));
        Buttons(reader).ShouldBeEmpty();
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Who_may_not_is_told_that_there_is_no_such_page()
    {
        var (server, tenant, manager) = await Begin(Databases.Default, "pp-closed");
        var id = (await server.Account(manager)).Id;
        var foreign = (await server.Account(await server.Member(await server.AddTenant("pp-closed-other"), Role.Manager))).Id;
        var developer = await Enter(server, await server.Member(tenant, Role.Developer), "/t/pp-closed/people");
        var boss = await Enter(server, manager, "/t/pp-closed/people");
        foreach (var below in (string[])["invite", $"{id}/role", $"{id}/remove", $"{id}/disable", $"{id}/enable", "nobody"])
        {
            await developer.Open($"{BrowserSession.Hub}/t/pp-closed/people/{below}");
            developer.Answer.Status.ShouldBe(404, below);
        }
        foreach (var below in (string[])[$"{id}/disable", $"{foreign}", $"{foreign}/role", $"{foreign}/remove"])
        {
            await boss.Open($"{BrowserSession.Hub}/t/pp-closed/people/{below}");
            boss.Answer.Status.ShouldBe(404, below);
        }
    }

    [Fact]
    public async Task A_Manager_changes_a_role_on_its_own_page_and_is_told_when_it_changed_meanwhile()
    {
        var (server, tenant, manager) = await Begin(Databases.Default, "pp-role");
        var email = await server.Member(tenant, Role.Member);
        var path = $"/t/pp-role/people/{(await server.Account(email)).Id}";
        var boss = await Enter(server, manager, path + "/role");
        var window = boss.Window();
        await window.Open(BrowserSession.Hub + path + "/role");
        await boss.Submit("/role", ("role", "Developer"));
        (boss.Page.Url, Status(boss)).ShouldBe((BrowserSession.Hub + path + "?done=role", "Role changed."));
        await window.Submit("/role", ("role", "Reader"));
        window.Answer.Status.ShouldBe(412);
        window.Page.QuerySelector("[role=alert] strong")!.TextContent.ShouldBe("Changed in the meantime");
        await window.Submit("/role", ("role", "Reader")); // now with what it is
        Status(window).ShouldBe("Role changed.");
        (await server.AuditOf(tenant.Id)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_operator_disables_an_account_and_enables_it_again()
    {
        var (server, tenant, _) = await Begin(Databases.Default, "pp-disable");
        var email = await server.Member(tenant, Role.Reader);
        var path = $"/t/pp-disable/people/{(await server.Account(email)).Id}";
        var session = await Enter(server, email, "/t/pp-disable");
        var helper = await Enter(server, "operator@tokenhouse.example", path + "/disable");
        await helper.Submit("/disable");
        Status(helper).ShouldBe("Account disabled. Its sessions and tokens have ended.");
        helper.Page.QuerySelector("main")!.TextContent.ShouldContain("This account is disabled. The person can't sign in, in any tenant.");
        await session.Open(BrowserSession.Hub + "/t/pp-disable");
        session.Page.Url.ShouldStartWith(BrowserSession.Dc3 + "/account/sign-in?");
        await helper.Open(BrowserSession.Hub + path + "/enable");
        await helper.Submit("/enable");
        Status(helper).ShouldBe("Account enabled. The person can sign in again.");
        await session.SignIn(email);
        session.Page.Url.ShouldBe(BrowserSession.Hub + "/t/pp-disable");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Every_sensitive_page_asks_for_a_sign_in_of_the_last_five_minutes()
    {
        var (server, tenant, _) = await Begin(Databases.Default, "pp-fresh");
        var id = (await server.Account(await server.Member(tenant, Role.Reader))).Id;
        var helper = await Enter(server, "operator@tokenhouse.example", "/t/pp-fresh/people");
        server.Clock.Advance(TimeSpan.FromMinutes(5));
        foreach (var below in (string[])["invite", $"{id}/role", $"{id}/remove", $"{id}/disable", $"{id}/enable"])
        {
            await helper.Open($"{BrowserSession.Hub}/t/pp-fresh/people/{below}");
            helper.Page.Url.ShouldStartWith(BrowserSession.Dc3 + "/account/sign-in?", Case.Sensitive, below);
        }
    }

    [Fact]
    public async Task The_list_is_taken_along_as_it_is_filtered()
    {
        var (server, tenant, manager) = await Begin(Databases.Default, "pp-export");
        var email = await server.Member(tenant, Role.Reader);
        var boss = await Enter(server, manager, "/t/pp-export/people?role=Reader");
        boss.Page.QuerySelectorAll("main tbody tr th.cell-name").Length.ShouldBe(1);
        await boss.Open(BrowserSession.Hub + boss.Page.QuerySelector("main a[href*='format=csv']")!.GetAttribute("href"));
        var name = (await server.Account(email)).Name;
        var lines = boss.Answer.Body.Split("\r\n");
        lines[0].ShouldBe("Name,Email address,Role,Member since,Last seen,Two-factor,Passkey,Disabled");
        lines[1].ShouldStartWith($"{name},{email},Reader,");
        lines[1].ShouldEndWith(",,no,no,no");
        lines.Length.ShouldBe(3);
        await boss.Open(BrowserSession.Hub + "/t/pp-export/people/export?format=json");
        boss.Answer.Json.GetArrayLength().ShouldBe(2);
        await boss.Open(BrowserSession.Hub + "/t/pp-export/people/export?format=xml");
        boss.Answer.Status.ShouldBe(422);
    }

    private async Task<(TestServer House, Tenant Tenant, string Manager)> Begin(Database database, string slug)
    {
        var server = await servers.On(database);
        var tenant = await server.AddTenant(slug);
        return (server, tenant, await server.Member(tenant, Role.Manager));
    }

    private static async Task<BrowserSession> Enter(TestServer server, string email, string path)
    {
        var session = new BrowserSession(server);
        await session.EnterHub(email, path);
        session.Answer.Status.ShouldBe(200);
        return session;
    }

    private static string Status(BrowserSession session) => session.Page.QuerySelector("main [role=status]")!.TextContent;

    private static IEnumerable<string> Buttons(BrowserSession session) =>
        session.Page.QuerySelectorAll("main .btn").Select(button => button.TextContent.Trim());
}

using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.People;

/// <summary>The pages of people, by role.</summary>
public sealed class PeoplePageTests(Houses houses) : IClassFixture<Houses>
{
    [Fact]
    public async Task A_reader_sees_who_is_there_and_is_offered_nothing_to_do()
    {
        var (house, tenant, _) = await Begin(Databases.Default, "pp-reader");
        var other = await house.Member(tenant, Role.Developer);
        var reader = await Enter(house, await house.Member(tenant, Role.Reader), "/t/pp-reader/people");
        reader.Page.QuerySelectorAll("main tbody tr th.cell-name span").Select(cell => cell.TextContent).ShouldContain(other);
        Buttons(reader).ShouldBe(["Filter"]);
        await reader.Open($"{Visitor.Hub}/t/pp-reader/people/{(await house.Account(other)).Id}");
        (reader.Answer.Status, reader.Heading).ShouldBe((200, (await house.Account(other)).Name));
        Buttons(reader).ShouldBeEmpty();
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Who_may_not_is_told_that_there_is_no_such_page()
    {
        var (house, tenant, manager) = await Begin(Databases.Default, "pp-closed");
        var id = (await house.Account(manager)).Id;
        var foreign = (await house.Account(await house.Member(await house.AddTenant("pp-closed-other"), Role.Manager))).Id;
        var developer = await Enter(house, await house.Member(tenant, Role.Developer), "/t/pp-closed/people");
        var boss = await Enter(house, manager, "/t/pp-closed/people");
        foreach (var below in (string[])["invite", $"{id}/role", $"{id}/remove", $"{id}/disable", $"{id}/enable", "nobody"])
        {
            await developer.Open($"{Visitor.Hub}/t/pp-closed/people/{below}");
            developer.Answer.Status.ShouldBe(404, below);
        }
        foreach (var below in (string[])[$"{id}/disable", $"{foreign}", $"{foreign}/role", $"{foreign}/remove"])
        {
            await boss.Open($"{Visitor.Hub}/t/pp-closed/people/{below}");
            boss.Answer.Status.ShouldBe(404, below);
        }
    }

    [Fact]
    public async Task A_Manager_changes_a_role_on_its_own_page_and_is_told_when_it_changed_meanwhile()
    {
        var (house, tenant, manager) = await Begin(Databases.Default, "pp-role");
        var email = await house.Member(tenant, Role.Member);
        var path = $"/t/pp-role/people/{(await house.Account(email)).Id}";
        var boss = await Enter(house, manager, path + "/role");
        var window = boss.Window();
        await window.Open(Visitor.Hub + path + "/role");
        await boss.Submit("/role", ("role", "Developer"));
        (boss.Page.Url, Status(boss)).ShouldBe((Visitor.Hub + path + "?done=role", "Role changed."));
        await window.Submit("/role", ("role", "Reader"));
        window.Answer.Status.ShouldBe(412);
        window.Page.QuerySelector("[role=alert] strong")!.TextContent.ShouldBe("Changed in the meantime");
        await window.Submit("/role", ("role", "Reader")); // now with what it is
        Status(window).ShouldBe("Role changed.");
        (await house.Audit(tenant.Id)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_operator_disables_an_account_and_enables_it_again()
    {
        var (house, tenant, _) = await Begin(Databases.Default, "pp-disable");
        var email = await house.Member(tenant, Role.Reader);
        var path = $"/t/pp-disable/people/{(await house.Account(email)).Id}";
        var visitor = await Enter(house, email, "/t/pp-disable");
        var helper = await Enter(house, "operator@tokenhouse.example", path + "/disable");
        await helper.Submit("/disable");
        Status(helper).ShouldBe("Account disabled. Its sessions and tokens have ended.");
        helper.Page.QuerySelector("main")!.TextContent.ShouldContain("This account is disabled. The person can't sign in, in any tenant.");
        await visitor.Open(Visitor.Hub + "/t/pp-disable");
        visitor.Page.Url.ShouldStartWith(Visitor.Dc3 + "/account/sign-in?");
        await helper.Open(Visitor.Hub + path + "/enable");
        await helper.Submit("/enable");
        Status(helper).ShouldBe("Account enabled. The person can sign in again.");
        await visitor.SignIn(email);
        visitor.Page.Url.ShouldBe(Visitor.Hub + "/t/pp-disable");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Every_sensitive_page_asks_for_a_sign_in_of_the_last_five_minutes()
    {
        var (house, tenant, _) = await Begin(Databases.Default, "pp-fresh");
        var id = (await house.Account(await house.Member(tenant, Role.Reader))).Id;
        var helper = await Enter(house, "operator@tokenhouse.example", "/t/pp-fresh/people");
        house.Clock.Advance(TimeSpan.FromMinutes(5));
        foreach (var below in (string[])["invite", $"{id}/role", $"{id}/remove", $"{id}/disable", $"{id}/enable"])
        {
            await helper.Open($"{Visitor.Hub}/t/pp-fresh/people/{below}");
            helper.Page.Url.ShouldStartWith(Visitor.Dc3 + "/account/sign-in?", Case.Sensitive, below);
        }
    }

    [Fact]
    public async Task The_list_is_taken_along_as_it_is_filtered()
    {
        var (house, tenant, manager) = await Begin(Databases.Default, "pp-export");
        var email = await house.Member(tenant, Role.Reader);
        var boss = await Enter(house, manager, "/t/pp-export/people?role=Reader");
        boss.Page.QuerySelectorAll("main tbody tr th.cell-name").Length.ShouldBe(1);
        await boss.Open(Visitor.Hub + boss.Page.QuerySelector("main a[href*='format=csv']")!.GetAttribute("href"));
        var name = (await house.Account(email)).Name;
        var lines = boss.Answer.Body.Split("\r\n");
        lines[0].ShouldBe("Name,Email address,Role,Member since,Last seen,Two-factor,Passkey,Disabled");
        lines[1].ShouldStartWith($"{name},{email},Reader,");
        lines[1].ShouldEndWith(",,no,no,no");
        lines.Length.ShouldBe(3);
        await boss.Open(Visitor.Hub + "/t/pp-export/people/export?format=json");
        boss.Answer.Json.GetArrayLength().ShouldBe(2);
        await boss.Open(Visitor.Hub + "/t/pp-export/people/export?format=xml");
        boss.Answer.Status.ShouldBe(422);
    }

    private async Task<(House House, Tenant Tenant, string Manager)> Begin(Database database, string slug)
    {
        var house = await houses.On(database);
        var tenant = await house.AddTenant(slug);
        return (house, tenant, await house.Member(tenant, Role.Manager));
    }

    private static async Task<Visitor> Enter(House house, string email, string path)
    {
        var visitor = new Visitor(house);
        await visitor.EnterHub(email, path);
        visitor.Answer.Status.ShouldBe(200);
        return visitor;
    }

    private static string Status(Visitor visitor) => visitor.Page.QuerySelector("main [role=status]")!.TextContent;

    private static IEnumerable<string> Buttons(Visitor visitor) =>
        visitor.Page.QuerySelectorAll("main .btn").Select(button => button.TextContent.Trim());
}

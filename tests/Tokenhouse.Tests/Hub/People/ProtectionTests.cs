using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.People;

/// <summary>Whether somebody has a second factor is for Managers, for operators, and for the person.</summary>
[Trait("Category", "Security")]
public sealed class ProtectionTests(Houses houses) : IClassFixture<Houses>
{
    [Fact]
    public async Task Readers_see_it_of_themselves_alone()
    {
        var house = await houses.On(Database.Sqlite);
        var tenant = await house.Company();
        var (reader, boss) = (await house.Colleague(tenant, Role.Reader), await house.Colleague(tenant, Role.Manager));
        (string Email, bool SeesAll)[] lookers =
        [
            (reader, false),
            (await house.Colleague(tenant, Role.Developer), false),
            (await house.Staff(Role.Reader), false),
            (boss, true),
            (await house.Staff(Role.Developer), true),
        ];
        foreach (var (email, seesAll) in lookers)
        {
            var visitor = await house.AtHub(email);
            await visitor.OpenHub($"/t/{tenant.Slug}/people");
            visitor.Texts("main thead th").Contains("Two-factor").ShouldBe(seesAll, email);
            foreach (var other in (string[])[reader, boss])
            {
                await visitor.OpenHub($"/t/{tenant.Slug}/people/{(await house.Account(other)).Id}");
                visitor.Texts("main dt").Contains("Two-factor").ShouldBe(seesAll || other == email, $"{email} of {other}");
                visitor.Texts("main dt").Contains("Passkey").ShouldBe(seesAll || other == email, $"{email} of {other}");
            }
            await visitor.OpenHub($"/t/{tenant.Slug}/people/export?format=csv");
            var line = visitor.Answer.Body.Split("\r\n").Single(row => row.Contains(boss, StringComparison.Ordinal));
            line.ShouldEndWith(seesAll ? ",no,no,no" : ",,,no", Case.Sensitive, email);
        }
    }
}

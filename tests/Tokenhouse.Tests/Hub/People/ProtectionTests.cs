using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.People;

/// <summary>Whether somebody has a second factor is for Managers, for operators, and for the person.</summary>
[Trait("Category", "Security")]
[Collection<PeopleServers>]
public sealed class ProtectionTests(TestServers servers)
{
    [Fact]
    public async Task Readers_see_it_of_themselves_alone()
    {
        var server = await servers.On(Database.Sqlite);
        var tenant = await server.Company();
        var (reader, boss) = (await server.Member(tenant, Role.Reader), await server.Member(tenant, Role.Manager));
        (string Email, bool SeesAll)[] lookers =
        [
            (reader, false),
            (await server.Member(tenant, Role.Developer), false),
            (await server.Staff(Role.Reader), false),
            (boss, true),
            (await server.Staff(Role.Developer), true),
        ];
        foreach (var (email, seesAll) in lookers)
        {
            var session = await server.AtHub(email);
            await session.OpenHub($"/t/{tenant.Slug}/people");
            session.Texts("main thead th").Contains("Two-factor").ShouldBe(seesAll, email);
            foreach (var other in (string[])[reader, boss])
            {
                await session.OpenHub($"/t/{tenant.Slug}/people/{(await server.Account(other)).Id}");
                session.Texts("main dt").Contains("Two-factor").ShouldBe(seesAll || other == email, $"{email} of {other}");
                session.Texts("main dt").Contains("Passkey").ShouldBe(seesAll || other == email, $"{email} of {other}");
            }
            await session.OpenHub($"/t/{tenant.Slug}/people/export?format=csv");
            var line = session.Answer.Body.Split("\r\n").Single(row => row.Contains(boss, StringComparison.Ordinal));
            line.ShouldEndWith(seesAll ? ",no,no,no" : ",,,no", Case.Sensitive, email);
        }
    }
}

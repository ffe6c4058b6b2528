using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Credentials;

/// <summary>The credentials of a tenant in both environments, and which of them need somebody.</summary>
public sealed class CredentialListTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    private const string Secret = "a-secret-of-the-list-01234";

    [Theory, OnEachDatabase]
    public async Task Each_says_what_it_is_and_what_it_lacks(Database database)
    {
        var server = (await browserSessions.On(database)).Server;
        var tenant = await server.Company();
        var now = server.Clock.GetUtcNow();
        await server.Credential(tenant, secret: Secret, with: row => row.Name = "a active");
        await server.Credential(tenant, ClientKind.Browser, TenantEnvironment.UAT, with: row => row.Name = "b public");
        await server.Credential(tenant, environment: TenantEnvironment.UAT, with: row => row.Name = "c waits");
        await server.Credential(
            tenant,
            secret: Secret,
            with: row => (row.Name, row.Secrets[0].ExpiresAt, row.Secrets[0].LastUsedAt) = ("d ends", now.AddDays(29), now.AddDays(-1))
        );
        await server.Credential(tenant, secret: Secret, with: row => (row.Name, row.Secrets[0].ExpiresAt) = ("e ended", now));
        await server.Credential(tenant, secret: Secret, with: row => (row.Name, row.DisabledAt) = ("f disabled", now));
        await server.Credential(await server.Company(), secret: Secret, with: row => row.Name = "of another tenant");

        var session = await server.AtHub(tenant, Role.Reader);
        await session.OpenHub($"/t/{tenant.Slug}/credentials");
        Rows(session)
            .ShouldBe([
                "a active|LIVE|Machine|Active|never|–",
                "b public|UAT|Browser|Active|never|–",
                "c waits|UAT|Machine|Secret not collected yet|never|–",
                "d ends|LIVE|Machine|Expires soon|20 November 2026|20 December 2026",
                "e ended|LIVE|Machine|No live secret|never|–",
                "f disabled|LIVE|Machine|Disabled|never|–",
            ]);
        foreach (
            var (query, found) in new[]
            {
                ("environment=uat", "b,c"),
                ("kind=browser", "b"),
                ("state=waiting", "c"),
                ("state=ending", "d"),
                ("state=ended", "e"),
                ("state=disabled", "f"),
                ("state=active", "a,b"),
                ("text=EnD", "d,e"),
                ("sort=-name", "f,e,d,c,b,a"),
                ("sort=-used&environment=live", "d,"),
                ("sort=ends&environment=live", "d,"),
                ("environment=live&state=waiting", ""),
            }
        )
        {
            await session.OpenHub($"/t/{tenant.Slug}/credentials?{query}");
            string.Join(',', Rows(session).Select(row => row[..1])).ShouldStartWith(found, Case.Sensitive, query);
            if (found.Length == 0)
                session.Texts(".hub-page p").ShouldContain("No matching credentials.");
            else if (!found.EndsWith(','))
                Rows(session).Count.ShouldBe(found.Split(',').Length, query);
        }
    }

    [Theory, OnEachDatabase]
    public async Task The_list_is_exported_as_it_is_filtered(Database database)
    {
        var server = (await browserSessions.On(database)).Server;
        var tenant = await server.Company();
        var client = await server.Credential(
            tenant,
            secret: Secret,
            with: row => (row.Name, row.Owner) = ("=1+1, quoted", "o@example.com")
        );
        await server.Credential(tenant, environment: TenantEnvironment.UAT);
        var session = await server.AtHub(tenant, Role.Reader);
        await session.OpenHub($"/t/{tenant.Slug}/credentials/export?environment=live&format=csv");
        session
            .Answer.Body.Split("\r\n")
            .ShouldBe([
                "id,environment,kind,name,owner,state,live_secrets,next_end,last_used,created",
                $"{client.Id},LIVE,machine,\"'=1+1, quoted\",o@example.com,Active,1,,,{client.CreatedAt:yyyy-MM-dd'T'HH:mm:ss'Z'}",
                "",
            ]);
        await session.OpenHub($"/t/{tenant.Slug}/credentials/export?format=json");
        session.Answer.Json.GetArrayLength().ShouldBe(2);
        session.Answer.Body.ShouldNotContain(Secret);
    }

    [Fact]
    public async Task A_tenant_without_any_is_told_how_it_comes_to_one()
    {
        var server = (await browserSessions.On()).Server;
        var tenant = await server.Company();
        var session = await server.AtHub(tenant, Role.Reader);
        await session.OpenHub($"/t/{tenant.Slug}/credentials");
        session.Texts(".hub-page p").ShouldContain("No credentials yet. Request one. It appears here once it's approved.");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task The_Hubs_own_credential_is_nobodys_to_work_with()
    {
        var server = (await browserSessions.On()).Server;
        var session = await server.AtHub(await server.Staff(Role.Manager));
        await session.OpenHub("/t/vendor/credentials?text=hub");
        Rows(session).ShouldNotContain(row => row.Contains("Tokenhouse Hub", StringComparison.Ordinal));
        await session.OpenHub("/t/vendor/credentials/live/hub");
        session.Answer.Status.ShouldBe(404);
    }

    private static List<string> Rows(BrowserSession session) =>
        [
            .. session
                .Page.QuerySelectorAll("tbody tr")
                .Select(row => string.Join('|', row.Children.Select(cell => (cell.QuerySelector("a") ?? cell).TextContent.Trim()))),
        ];
}

using System.Globalization;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Hub.Log;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Shared;

/// <summary>Lists of several pages, whose rows are alike in what they are sorted by: every row stands on one page, in every order and on every way.</summary>
[Collection<LogServers>]
public sealed class PagingTests(TestServers servers)
{
    private const int Many = 120;

    [Theory]
    [OnEachDatabase("/credentials", "name,-name,id,-id,used,-used,ends,-ends,created,-created")]
    [OnEachDatabase("/people", "name,-name,email,-email,role,-role,seen,-seen")]
    [OnEachDatabase("/requests", "begun,-begun,name,-name")]
    [OnEachDatabase("/allowlist/live", "network,-network,label,-label,matched,-matched")]
    public async Task Every_order_has_every_row_once(Database database, string list, string sorts)
    {
        var (server, tenant) = await Arranged(database);
        var session = await server.AtHub("paging-reader@example.com");
        foreach (var sort in sorts.Split(','))
        {
            var (seen, path) = (new List<string>(), $"/t/{tenant.Slug}{list}?sort={sort}");
            while (true)
            {
                await session.OpenHub(path);
                session.Answer.Status.ShouldBe(200, path);
                var table = session.Page.QuerySelectorAll("table").Single(table => table.QuerySelector("thead a") is not null);
                seen.AddRange(table.QuerySelectorAll("tbody tr").Select(row => row.QuerySelector("a")?.GetAttribute("href") ?? row.Text()));
                if (session.Page.QuerySelector("a[rel=next]")?.GetAttribute("href") is not { } next)
                    break;
                path = next;
            }
            seen.Count.ShouldBe(list == "/people" ? Many + 1 : Many, sort);
            seen.Distinct().Count().ShouldBe(seen.Count, sort);
        }
    }

    [Theory]
    [OnEachDatabase("/credentials", "id")]
    [OnEachDatabase("/people", "email")]
    [OnEachDatabase("/requests", "id")]
    [OnEachDatabase("/allowlist/live", "network")]
    public async Task A_program_finds_every_row_once_whatever_the_size(Database database, string list, string key)
    {
        var (server, tenant) = await Arranged(database);
        var token = await server.HubToken(
            Datacentre.Vendor, // whose program is in none of the lists
            "hub.credentials.read",
            "hub.people.read",
            "hub.requests.read",
            "hub.allowlists.read"
        );
        var extra = list is "/people" ? 1 : 0; // the reader
        foreach (var size in (int[])[7, 60, 120, 121, 200])
        {
            var (seen, cursor) = (new List<string>(), "");
            do
            {
                var answer = await server.Call(token, HttpMethod.Get, $"/tenants/{tenant.Slug}{list}?size={size}{cursor}");
                answer.Status.ShouldBe(200, answer.Body);
                var items = answer.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty(key).GetString()!).ToList();
                items.Count.ShouldBeInRange(1, size);
                seen.AddRange(items);
                cursor = answer.Json.TryGetProperty("next", out var next) ? "&cursor=" + next.GetString() : "";
            } while (cursor.Length > 0);
            (seen.Count, seen.Distinct().Count()).ShouldBe((Many + extra, Many + extra), $"{list} {size}");
        }
    }

    [Theory]
    [InlineData("page=0", "1–50 of 120")]
    [InlineData("page=-1", "1–50 of 120")]
    [InlineData("page=x", "1–50 of 120")]
    [InlineData("page=2", "51–100 of 120")]
    [InlineData("page=3", "101–120 of 120")]
    [InlineData("page=4", "101–120 of 120")]
    [InlineData("page=2147483647", "101–120 of 120")]
    [InlineData("page=99999999999999999999", "1–50 of 120")]
    public async Task A_page_that_there_is_not_is_the_nearest_that_there_is(string query, string shown)
    {
        var (server, tenant) = await Arranged(Databases.Default);
        var session = await server.AtHub("paging-reader@example.com");
        await session.OpenHub($"/t/{tenant.Slug}/requests?{query}");
        session.Texts(".pager span").ShouldBe([shown]);
    }

    [Fact]
    public async Task Turning_a_page_keeps_the_filter_and_the_order_and_a_new_order_begins_at_the_first_page()
    {
        var (server, tenant) = await Arranged(Databases.Default);
        var session = await server.AtHub("paging-reader@example.com");
        await session.OpenHub($"/t/{tenant.Slug}/requests?environment=uat&sort=name&page=1");
        var next = session.Page.QuerySelector("a[rel=next]")!.GetAttribute("href")!;
        next.ShouldContain("environment=uat");
        next.ShouldContain("sort=name");
        await session.OpenHub(next);
        session.Texts(".pager span").ShouldBe(["51–100 of 120"]);
        session
            .Page.QuerySelectorAll("thead a")
            .Select(link => link.GetAttribute("href")!)
            .ShouldAllBe(href =>
                !href.Contains("page=", StringComparison.Ordinal) && href.Contains("environment=uat", StringComparison.Ordinal)
            );
    }

    [Fact]
    public async Task What_is_exported_is_all_that_the_filter_finds_and_not_the_page()
    {
        var (server, tenant) = await Arranged(Databases.Default);
        var session = await server.AtHub("paging-reader@example.com");
        foreach (var list in (string[])["/credentials", "/people", "/requests", "/allowlist/live"])
        {
            await session.OpenHub($"/t/{tenant.Slug}{list}/export?format=csv&page=2");
            session
                .Answer.Body.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
                .Length.ShouldBe(1 + Many + (list == "/people" ? 1 : 0), list);
            await session.OpenHub($"/t/{tenant.Slug}{list}/export?format=json");
            session.Answer.Json.GetArrayLength().ShouldBe(Many + (list == "/people" ? 1 : 0), list);
        }
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task No_cell_of_any_export_is_a_formula()
    {
        var (server, tenant) = await Arranged(Databases.Default);
        var session = await server.AtHub("paging-reader@example.com");
        foreach (var list in (string[])["/credentials", "/people", "/requests", "/allowlist/live"])
        {
            await session.OpenHub($"/t/{tenant.Slug}{list}/export?format=csv");
            var cells = session.Answer.Body.Split("\r\n").SelectMany(line => line.Split(','));
            cells.ShouldNotContain(cell => cell.TrimStart('"').Length > 0 && "=+-@\t".Contains(cell.TrimStart('"')[0]), list);
            session.Answer.Body.ShouldContain("'=1+1", Case.Sensitive, list);
        }
    }

    /// <summary>A tenant whose rows are alike: one name, one moment, one label; and one of each kind whose name would be a formula.</summary>
    private async Task<(TestServer House, Tenant Tenant)> Arranged(Database database)
    {
        var server = await servers.On(database);
        var tenant = await server.AddTenant("paging");
        await using var db = server.Db("dc3");
        db.Tenant = tenant.Id;
        if (db.Requests.Any())
            return (server, tenant);
        var now = server.Clock.GetUtcNow();
        foreach (var number in Enumerable.Range(0, Many))
        {
            var (name, digits) = (number == 0 ? "=1+1" : "Alike", number.ToString("000", CultureInfo.InvariantCulture));
            db.Requests.Add(Request(tenant, name, digits, now));
            db.Clients.Add(
                new()
                {
                    Id = $"paging-{digits}",
                    TenantId = tenant.Id,
                    Environment = TenantEnvironment.UAT,
                    Kind = ClientKind.Machine,
                    Name = name,
                    Scopes = [],
                    CreatedAt = now,
                }
            );
            db.AllowedNetworks.Add(
                new()
                {
                    Id = Guid.CreateVersion7(now),
                    TenantId = tenant.Id,
                    Environment = TenantEnvironment.LIVE,
                    Network = $"203.0.113.{number}/32",
                    Label = name,
                    AddedBy = "somebody",
                    AddedAt = now,
                }
            );
            await AddPerson(db, tenant, name, $"paging-{digits}@example.com", now);
        }
        await AddPerson(db, tenant, "Reader", "paging-reader@example.com", now, (await server.Account(BrowserSession.Ada)).PasswordHash);
        await db.SaveChangesAsync();
        await server.HearOfChanges("dc3");
        return (server, tenant);
    }

    private static CredentialRequest Request(Tenant tenant, string name, string digits, DateTimeOffset now) =>
        new()
        {
            Id = Guid.CreateVersion7(now),
            TenantId = tenant.Id,
            Environment = TenantEnvironment.UAT,
            Kind = ClientKind.Machine,
            Name = name,
            Purpose = "Request " + digits,
            Scopes = [],
            Owner = "",
            Contact = "",
            State = RequestState.Draft,
            RequestedBy = $"requested-{digits}@example.com",
            CreatedAt = now,
        };

    private static Task AddPerson(
        Tokenhouse.Server.Data.Db db,
        Tenant tenant,
        string name,
        string email,
        DateTimeOffset now,
        string? passwordHash = null
    )
    {
        var account = new Account
        {
            Id = Guid.CreateVersion7(now),
            Name = name,
            UserName = email,
            NormalizedUserName = email.ToUpperInvariant(),
            Email = email,
            NormalizedEmail = email.ToUpperInvariant(),
            EmailConfirmed = true,
            PasswordHash = passwordHash,
            SecurityStamp = "stamp",
            CreatedAt = now,
        };
        account.Memberships.Add(
            new()
            {
                AccountId = account.Id,
                TenantId = tenant.Id,
                Role = Role.Reader,
                CreatedAt = now,
            }
        );
        db.Accounts.Add(account);
        return Task.CompletedTask;
    }
}

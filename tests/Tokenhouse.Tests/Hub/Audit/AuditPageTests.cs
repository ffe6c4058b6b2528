using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Hub.Log;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Audit;

/// <summary>The audit as people look at it, take it along, and verify it.</summary>
[Collection<LogServers>]
public sealed class AuditPageTests(TestServers servers)
{
    [Fact]
    public async Task Changes_are_told_the_newest_first_with_what_was_before_and_after()
    {
        var (audit, reader) = await Begin(Databases.Default, "ap-told");
        await reader.Open(Address(audit));
        Text(reader).ShouldContain("No changes yet.");
        await audit.Change(2);
        await reader.Open(Address(audit));
        (reader.Answer.Status, reader.Heading).ShouldBe((200, "Audit"));
        var entries = reader.Page.QuerySelectorAll(".audit-entry");
        entries
            .Select(entry => entry.QuerySelector("p")!.TextContent)
            .ShouldBe([
                $"{audit.Manager.Name} added 198.51.100.2/32 to the allowlist of ap-told.",
                $"{audit.Manager.Name} added 198.51.100.1/32 to the allowlist of ap-told.",
            ]);
        entries[0]
            .QuerySelectorAll(".change-table tbody tr")
            .Select(row => string.Join('|', row.Children.Select(cell => cell.TextContent)))
            .ShouldBe(["Network|–|198.51.100.2/32", "Label|–|office"]);
        var stored = (await audit.Entries())[1];
        entries[0]
            .QuerySelectorAll(".facts dd")
            .Select(fact => fact.TextContent)
            .ShouldBe(["2", "test", Convert.ToHexStringLower(stored.Hash)]);
    }

    [Fact]
    public async Task The_list_is_filtered_and_goes_on_by_a_cursor()
    {
        var (audit, reader) = await Begin(Databases.Default, "ap-filter");
        await audit.Change(60);
        await reader.Open(Address(audit));
        reader.Page.QuerySelectorAll(".audit-entry").Length.ShouldBe(50);
        await reader.Open(BrowserSession.Hub + reader.Page.QuerySelector("[rel=next]")!.GetAttribute("href"));
        reader.Page.QuerySelectorAll(".audit-entry").Length.ShouldBe(10);
        reader.Page.QuerySelector("[rel=next]").ShouldBeNull();

        var today = audit.Server.Clock.GetUtcNow().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        foreach (
            var (query, found) in new[]
            {
                ($"actor={audit.Manager.Name[..8]}", 50),
                ($"actor={audit.Manager.Name[..8].ToUpperInvariant()}", 50),
                ("actor=nobody", 0),
                ("act=network.added", 50),
                ("act=network.removed", 0),
                ("target=ap-fil", 50),
                ("target=%25", 0),
                ("environment=live", 50),
                ("environment=LIVE", 50),
                ("environment=uat", 0),
                ($"from={today}&until={today}", 50),
                ("until=2001-01-01", 0),
                ("from=9999-12-30", 0),
            }
        )
        {
            await reader.Open($"{Address(audit)}?{query}");
            reader.Page.QuerySelectorAll(".audit-entry").Length.ShouldBe(found, query);
            Text(reader).Contains("No matching entries.", StringComparison.Ordinal).ShouldBe(found == 0, query);
        }
        foreach (
            var (query, sentence) in new[]
            {
                ("environment=both", "Use LIVE or UAT."),
                ("act=network.invented", "This change doesn't exist. Use a name such as secret.added, as entries return it."),
                ("from=yesterday", "Enter a date such as 2026-05-03, or a time such as 2026-05-03T12:03 (UTC)."),
                ("until=9999-12-31", "Enter a date such as 2026-05-03, or a time such as 2026-05-03T12:03 (UTC)."),
                ("cursor=nonsense!", "This cursor isn't valid for this list. Start again without one."),
            }
        )
        {
            await reader.Open($"{Address(audit)}?{query}");
            reader.Answer.Status.ShouldBe(422, query);
            Text(reader).ShouldContain(sentence);
        }
    }

    [Fact]
    public async Task It_is_taken_along_with_the_hashes_that_tie_it_together()
    {
        var (audit, reader) = await Begin(Databases.Default, "ap-export");
        await audit.Change(3);
        var stored = await audit.Entries();
        await reader.Open(Address(audit) + "/export?format=json&target=ap-export");
        reader.Answer["Content-Disposition"].ShouldBe("attachment; filename=audit-ap-export.json; filename*=UTF-8''audit-ap-export.json");
        var items = reader.Answer.Json.EnumerateArray().ToList();
        items.Select(item => item.GetProperty("sequence").GetInt64()).ShouldBe([3, 2, 1]);
        items[0].GetProperty("hash").GetString().ShouldBe(Convert.ToHexStringLower(stored[2].Hash));
        items[0].GetProperty("previous_hash").GetString().ShouldBe(Convert.ToHexStringLower(stored[1].Hash));
        items[0].GetProperty("after").GetRawText().ShouldBe(stored[2].After);

        await reader.Open(Address(audit) + "/export?format=csv");
        var lines = reader.Answer.Body.Split("\r\n");
        lines.Length.ShouldBe(5);
        lines[0].ShouldBe("Entry,Time,Who,Act,What,Environment,Sentence,Address,Correlation ID,Before,After,Previous hash,Hash");
        lines[3].ShouldEndWith($",{new string('0', 64)},{Convert.ToHexStringLower(stored[0].Hash)}");
        await reader.Open(Address(audit) + "/export?format=xml");
        reader.Answer.Status.ShouldBe(422);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Verifying_says_what_to_note_and_which_entry_is_not_as_it_was()
    {
        var (audit, reader) = await Begin(Databases.Default, "ap-verify");
        await audit.Change(3);
        await reader.Open(Address(audit) + "/verification");
        var hash = Convert.ToHexStringLower((await audit.Entries())[2].Hash);
        reader
            .Page.QuerySelector("[role=status]")!
            .TextContent.ShouldBe(
                $"All 3 entries are unchanged. The last one's hash is {hash}. Note it to prove later that no entry was removed."
            );
        await reader.Open($"{Address(audit)}/verification?noted={hash}");
        reader.Page.QuerySelector("[role=status]")!.TextContent.ShouldStartWith("Your noted hash is that of entry 3 from ");
        await reader.Open($"{Address(audit)}/verification?noted=x");
        (reader.Answer.Status, reader.Page.QuerySelector(".invalid-feedback")!.TextContent).ShouldBe(
            (422, "A hash has 64 characters: digits and the letters a to f.")
        );

        await using (var db = audit.Server.Db("dc3"))
            await db
                .Audit.IgnoreQueryFilters()
                .Where(entry => entry.TenantId == audit.Tenant.Id && entry.Sequence == 2)
                .ExecuteUpdateAsync(entry => entry.SetProperty(e => e.After, "<script>alert(1)</script>"));
        await reader.Open(Address(audit) + "/verification");
        reader.Page.QuerySelector("[role=alert]")!.TextContent.ShouldBe("Entry 2 was changed. The 1 before it are unchanged.");
        await reader.Open(Address(audit)); // what was put there is shown as text
        reader.Page.QuerySelectorAll("main script").ShouldBeEmpty();
        Text(reader).ShouldContain("<script>alert(1)</script>");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Nobody_sees_the_audit_of_another_tenant()
    {
        var (audit, _) = await Begin(Databases.Default, "ap-mine");
        await audit.Change(1);
        var (_, stranger) = await Begin(Databases.Default, "ap-yours");
        foreach (var below in (string[])["", "/export?format=json", "/verification"])
        {
            await stranger.Open(Address(audit) + below);
            stranger.Answer.Status.ShouldBe(404, below);
        }
        await stranger.Open($"{BrowserSession.Hub}/t/ap-yours/audit");
        Text(stranger).ShouldContain("No changes yet.");
    }

    [Fact]
    public async Task Programs_read_and_verify_it_too()
    {
        var server = await servers.On();
        var program = await HubProgram.Of(server, HubProgram.Acme, "hub.audit.read", "hub.allowlists.write");
        await program.Post("/acme/credentials/live/acme-live/allowlist", """{"network":"198.51.100.7","label":"office"}""");
        var item = (await program.Get("/acme/audit?target=acme-live&size=1")).Json.GetProperty("items")[0];
        item.GetProperty("sentence").GetString().ShouldBe($"{program.Id} added 198.51.100.7/32 to the allowlist of acme-live.");
        item.GetProperty("after").GetRawText().ShouldBe("""{"network":"198.51.100.7/32","label":"office"}""");
        var verification = (await program.Get("/acme/audit/verification")).Json;
        verification.GetProperty("is_whole").GetBoolean().ShouldBeTrue();
        verification.GetProperty("last_hash").GetString()!.Length.ShouldBe(64);
        (await program.Get("/acme/audit/export?format=csv")).Headers.ShouldContain(header => header.Value == "text/csv; charset=utf-8");
        (await program.Get("/globex/audit")).Status.ShouldBe(404);
    }

    private async Task<(AuditScenario Audit, BrowserSession Reader)> Begin(Database database, string slug)
    {
        var server = await servers.On(database);
        var audit = await AuditScenario.Of(server, slug);
        var reader = new BrowserSession(server);
        await reader.EnterHub(await server.Member(audit.Tenant, Role.Reader), $"/t/{slug}");
        return (audit, reader);
    }

    private static string Address(AuditScenario audit) => $"{BrowserSession.Hub}/t/{audit.Tenant.Slug}/audit";

    private static string Text(BrowserSession session) =>
        string.Join(' ', session.Page.QuerySelector("main")!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

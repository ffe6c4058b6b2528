using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Allowlists;
using Tokenhouse.Server.Hub.Audit;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Tests.Hub.Log;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Audit;

/// <summary>What was changed is written down in the change itself, and nobody alters it afterwards unnoticed.</summary>
[Trait("Category", "Security")]
[Collection<LogServers>]
public sealed class AuditChainTests(TestServers servers)
{
    [Theory, OnEachDatabase]
    public async Task An_entry_says_who_did_what_when_and_from_where_with_what_was_there_before_and_after(Database database)
    {
        var server = await servers.On(database);
        var audit = await AuditScenario.Of(server, "au-entry");
        var entry = await audit.Change().Value();
        await server.The<RemoveNetwork>().Execute(audit.Manager, audit.Client, entry.Id).Value();

        var (first, second) = ((await audit.Entries())[0], (await audit.Entries())[1]);
        (first.Sequence, first.Actor, first.Address, first.CorrelationId).ShouldBe(
            (1, audit.Manager.Name, DirectOperations.Address, "test")
        );
        (first.Act, first.Target, first.Environment).ShouldBe((AuditActions.NetworkAdded, "au-entry", TenantEnvironment.LIVE));
        (first.Before, first.After).ShouldBe((null, """{"network":"198.51.100.1/32","label":"office"}"""));
        (second.Sequence, second.Act).ShouldBe((2, AuditActions.NetworkRemoved));
        (second.Before, second.After).ShouldBe(("""{"network":"198.51.100.1/32","label":"office"}""", null));
        second.PreviousHash.ShouldBe(first.Hash);
        first.PreviousHash.ShouldBe(new byte[32]);
        var whole = await audit.Verify();
        whole.ShouldBe(
            new(
                true,
                $"All 2 entries are unchanged. The last one's hash is {Convert.ToHexStringLower(second.Hash)}. Note it to prove later that no entry was removed."
            )
            {
                Verified = 2,
                LastHash = Convert.ToHexStringLower(second.Hash),
            }
        );
    }

    [Theory]
    [InlineData("Actor", "'somebody@else.example'")]
    [InlineData("Address", "'192.0.2.1'")]
    [InlineData("CorrelationId", "'another'")]
    [InlineData("Act", "'network.removed'")]
    [InlineData("Target", "'another-client'")]
    [InlineData("Environment", "'UAT'")]
    [InlineData("Environment", "NULL")]
    [InlineData("At", "\"At\" + 1")]
    [InlineData("Before", "''")]
    [InlineData("Before", "'{}'")]
    [InlineData("After", "NULL")]
    [InlineData("After", "replace(\"After\", 'office', 'Office')")]
    [InlineData("Hash", "\"PreviousHash\"")]
    public async Task An_entry_that_was_altered_is_found(string column, string value)
    {
        var audit = await AuditScenario.Of(await servers.On(), $"au-{column.ToLowerInvariant()}-{value.Length}");
        await audit.Change(4);
        await Sql(audit, $"""UPDATE "Audit" SET "{column}" = {value} WHERE "TenantId" = {audit.Tenant.Id} AND "Sequence" = 3""");
        var verification = await audit.Verify();
        (verification.IsWhole, verification.Sentence, verification.Verified).ShouldBe(
            (false, "Entry 3 was changed. The 2 before it are unchanged.", 2)
        );
    }

    [Fact]
    public async Task The_first_entry_is_tied_to_nothing_and_cannot_be_altered_either()
    {
        var audit = await AuditScenario.Of(await servers.On(), "au-first");
        (await audit.Verify()).ShouldBe(new(true, "There are no entries yet.") { Verified = 0, LastHash = null });
        await audit.Change(1);
        (await audit.Verify()).Sentence.ShouldStartWith("The only entry is unchanged. Its hash is ");
        await Sql(audit, $"""UPDATE "Audit" SET "Target" = 'x' WHERE "TenantId" = {audit.Tenant.Id}""");
        (await audit.Verify()).Sentence.ShouldBe("Entry 1 was changed. It is the first entry.");
    }

    [Fact]
    public async Task An_entry_that_was_taken_out_of_the_middle_is_missed()
    {
        var audit = await AuditScenario.Of(await servers.On(), "au-taken");
        await audit.Change(4);
        await Sql(audit, $"""DELETE FROM "Audit" WHERE "TenantId" = {audit.Tenant.Id} AND "Sequence" = 2""");
        (await audit.Verify()).Sentence.ShouldBe("Entry 2 is missing. The 1 before it are unchanged.");
        // Closing the gap does not help: the place in the row is part of what was written.
        await Sql(audit, $"""UPDATE "Audit" SET "Sequence" = "Sequence" - 1 WHERE "TenantId" = {audit.Tenant.Id} AND "Sequence" = 3""");
        await Sql(audit, $"""UPDATE "Audit" SET "Sequence" = "Sequence" - 1 WHERE "TenantId" = {audit.Tenant.Id} AND "Sequence" = 4""");
        (await audit.Verify()).Sentence.ShouldBe("Entry 2 was changed. The 1 before it are unchanged.");
    }

    [Fact]
    public async Task Entries_in_another_order_are_found()
    {
        var audit = await AuditScenario.Of(await servers.On(), "au-order");
        await audit.Change(4);
        foreach (var (from, to) in ((int, int)[])[(2, 99), (3, 2), (99, 3)])
            await Sql(audit, $"""UPDATE "Audit" SET "Sequence" = {to} WHERE "TenantId" = {audit.Tenant.Id} AND "Sequence" = {from}""");
        (await audit.Verify()).Sentence.ShouldBe("Entry 2 was changed. The 1 before it are unchanged.");
    }

    [Fact]
    public async Task An_entry_that_somebody_added_is_found()
    {
        var audit = await AuditScenario.Of(await servers.On(), "au-forged");
        await audit.Change(3);
        var entries = await audit.Entries();
        await Add(audit, Copy(entries[2], 4, entries[2].PreviousHash, entries[2].Hash));
        (await audit.Verify()).Sentence.ShouldBe("Entry 4 was changed. The 3 before it are unchanged.");
    }

    [Theory, OnEachDatabase]
    public async Task What_was_taken_from_the_end_or_written_anew_is_missed_by_who_noted_the_hash(Database database)
    {
        var audit = await AuditScenario.Of(await servers.On(database), "au-noted");
        await audit.Change(3);
        var entries = await audit.Entries();
        var noted = (await audit.Verify()).LastHash!;
        await audit.Change(1);
        var later = await audit.Verify(" " + noted.ToUpperInvariant());
        later.IsWhole.ShouldBeTrue();
        later.Sentence.ShouldStartWith("Your noted hash is that of entry 3 from ");
        later.Sentence.ShouldContain("All 4 entries are unchanged. ");

        await Sql(audit, $"""DELETE FROM "Audit" WHERE "TenantId" = {audit.Tenant.Id} AND "Sequence" >= 3""");
        (await audit.Verify()).IsWhole.ShouldBeTrue(); // nothing in the rest can tell
        const string Missed = "No entry has your noted hash: since then, entries were removed or rewritten. ";
        (await audit.Verify(noted)).ShouldBe(
            new(false, Missed + "The remaining 2 form an unbroken chain.")
            {
                Verified = 2,
                LastHash = Convert.ToHexStringLower(entries[1].Hash),
            }
        );
        // A chain that follows itself, but is another one.
        await Add(audit, AuditChain.Link(entries[1], Copy(entries[2], 3, [], [], "somebody@else.example")));
        (await audit.Verify()).IsWhole.ShouldBeTrue();
        (await audit.Verify(noted)).Sentence.ShouldBe(Missed + "The remaining 3 form an unbroken chain.");
        await Sql(audit, $"""DELETE FROM "Audit" WHERE "TenantId" = {audit.Tenant.Id}""");
        (await audit.Verify(noted)).Sentence.ShouldBe(Missed + "There are none now.");

        foreach (var nonsense in (string[])["x", noted[1..], noted + "0", noted[..63] + "g"])
            (await audit.Server.The<VerifyAudit>().Execute(audit.Manager, nonsense).Problem())
                .Fields["noted"]
                .ShouldBe("A hash has 64 characters: digits and the letters a to f.");
    }

    [Theory, OnEachDatabase]
    public async Task A_long_audit_is_walked_through_in_stretches(Database database)
    {
        const int Many = VerifyAudit.Stretch * 2 + 10;
        await using var server = await TestServer.Start(new TestServerOptions(database) { Run = ["dc3"] });
        var audit = await AuditScenario.Of(server, "au-long");
        await audit.Change(1);
        var last = (await audit.Entries())[0];
        var first = last;
        await using (var db = server.Db("dc3"))
        {
            for (var sequence = 2; sequence <= Many; sequence++)
                db.Audit.Add(last = AuditChain.Link(last, Copy(first, sequence, [], [])));
            await db.SaveChangesAsync();
        }
        var before = server.Commands.Count;
        var verification = await audit.Verify();
        (verification.IsWhole, verification.Verified).ShouldBe((true, Many));
        (server.Commands.Count - before).ShouldBeInRange(4, 6); // the change feed asks beside it

        await Sql(audit, $"""UPDATE "Audit" SET "Actor" = 'x' WHERE "TenantId" = {audit.Tenant.Id} AND "Sequence" = {Many - 5}""");
        (await audit.Verify()).Verified.ShouldBe(Many - 6);
    }

    [Theory, OnEachDatabase]
    public async Task Changes_at_the_same_moment_stand_one_after_the_other(Database database)
    {
        var audit = await AuditScenario.Of(await servers.On(database), "au-parallel");
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => audit.Change().Value()));
        (await audit.Entries()).Select(entry => entry.Sequence).ShouldBe(Enumerable.Range(1, 20).Select(number => (long)number));
        (await audit.Verify()).Verified.ShouldBe(20);
    }

    [Theory, OnEachDatabase]
    public async Task So_do_those_at_two_servers(Database database)
    {
        using var folder = new TempFolder();
        var plan = new TestServerOptions(database)
        {
            Run = ["dc3"],
            Clock = new(),
            Folder = folder.Path,
        };
        await using var one = await TestServer.Start(plan);
        await using var other = await TestServer.Start(plan);
        var audit = await AuditScenario.Of(one, "au-servers");
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => audit.Change(number % 2 == 0 ? one : other).Value()));
        (await audit.Verify()).Sentence.ShouldStartWith("All 20 entries are unchanged. ");
    }

    [Fact]
    public async Task What_is_refused_is_not_written_down()
    {
        var server = await servers.On();
        var audit = await AuditScenario.Of(server, "au-refused");
        var (add, reader) = (server.The<AddNetwork>(), await server.Actor(audit.Tenant, Role.Reader));
        (await add.Execute(reader, audit.Client, new("198.51.100.7")).Problem()).Status.ShouldBe(404);
        (await add.Execute(audit.Manager, new("live", "nordia-erp"), new("198.51.100.7")).Problem()).Status.ShouldBe(404);
        (await add.Execute(audit.Manager, new("uat", "au-refused"), new("198.51.100.7")).Problem()).Status.ShouldBe(404);
        (await add.Execute(audit.Manager, audit.Client, new("everywhere")).Problem()).Status.ShouldBe(422);
        (await server.The<RemoveNetwork>().Execute(audit.Manager, audit.Client, Guid.CreateVersion7()).Problem()).Status.ShouldBe(404);
        (await audit.Entries()).ShouldBeEmpty();
    }

    private static AuditEntry Copy(AuditEntry entry, long sequence, byte[] previous, byte[] hash, string? actor = null) =>
        new()
        {
            TenantId = entry.TenantId,
            Sequence = sequence,
            At = entry.At,
            Actor = actor ?? entry.Actor,
            Address = entry.Address,
            CorrelationId = entry.CorrelationId,
            Act = entry.Act,
            Target = entry.Target,
            Environment = entry.Environment,
            Before = entry.Before,
            After = entry.After,
            PreviousHash = previous,
            Hash = hash,
        };

    private static async Task Add(AuditScenario audit, AuditEntry entry)
    {
        await using var db = audit.Server.Db("dc3");
        db.Audit.Add(entry);
        await db.SaveChangesAsync();
    }

    private static async Task Sql(AuditScenario audit, FormattableString sql)
    {
        await using var db = audit.Server.Db("dc3");
        var text = sql.ToString(CultureInfo.InvariantCulture).Replace("{", "{{", StringComparison.Ordinal);
        await db.Database.ExecuteSqlRawAsync(text.Replace("}", "}}", StringComparison.Ordinal));
    }
}

using System.Runtime.Versioning;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.People;

/// <summary>How the first person of a real installation comes in.</summary>
[Trait("Category", "Security")]
[UnsupportedOSPlatform("windows")]
public sealed class FirstOperatorTests
{
    private const string New = "a new and long password";

    private static readonly string[] Real = ["--Tokenhouse:Demo", "false"];

    [Fact]
    public async Task Each_start_makes_a_new_link_until_there_is_an_operator()
    {
        using var folder = new TempFolder();
        var plan = new TestServerOptions(Databases.Default)
        {
            Run = ["dc3"],
            Settings = Real,
            Clock = new(),
            Folder = folder.Path,
        };
        string first;
        await using (var server = await TestServer.Start(plan))
            first = await server.FirstOperatorLink();
        first.ShouldMatch(@"^http://hub\.dc3\.localhost:5080/invitation\?link=[A-Za-z0-9_-]{43}\z");

        await using (var server = await TestServer.Start(plan))
        {
            var session = new BrowserSession(server);
            await session.Open(first);
            (session.Answer.Status, session.Heading).ShouldBe((404, "This invitation is no longer valid"));
            await session.Open(await server.FirstOperatorLink());
            session.Heading.ShouldBe("You're invited to Vendor");
            await session.Submit("/invitation", ("email", "nonsense"), ("name", "Olga"), ("password", New), ("again", New));
            session.Page.QuerySelector(".invalid-feedback")!.TextContent.ShouldBe("Enter your email address, such as ada@example.com.");
            await session.Submit("/invitation", ("email", " Olga@vendor.example "), ("name", "Olga"), ("password", New), ("again", New));
            await session.SignIn("olga@vendor.example", New);
            session.Page.Url.ShouldBe(BrowserSession.Hub + "/t/vendor");

            var account = await server.Account("olga@vendor.example");
            account.EmailConfirmed.ShouldBeFalse(); // nothing has shown that the mailbox is hers
            (await SentEmails.Link(server, "olga@vendor.example")).ShouldStartWith(BrowserSession.Dc3 + "/account/confirm?link=");
            (await server.Actor("olga@vendor.example", "vendor")).Rights.Count.ShouldBe(5);
            var file = server.Datacentres[0].FirstOperatorFile!;
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            server.Clock.Advance(TimeSpan.FromMinutes(1));
            await Eventually.True(() => Task.FromResult(!File.Exists(file))); // it was used

            var entry = (await server.AuditOf(1)).Single();
            (entry.Actor, entry.Target).ShouldBe(("olga@vendor.example", "olga@vendor.example"));
        }

        await using var last = await TestServer.Start(plan);
        last.Datacentres[0].FirstOperatorFile.ShouldBeNull();
        await using var db = last.Db("dc3");
        (await db.Invitations.IgnoreQueryFilters().CountAsync(row => row.AcceptedAt == null && row.WithdrawnAt == null)).ShouldBe(0);
    }

    [Fact]
    public async Task An_account_that_is_there_already_is_signed_in_to_first()
    {
        await using var server = await TestServer.Start(
            new TestServerOptions(Databases.Default)
            {
                Run = ["dc3"],
                Settings = Real,
                Clock = new(),
            }
        );
        await using (var db = server.Db("dc3"))
        {
            var account = new Account
            {
                Id = Guid.CreateVersion7(server.Clock.GetUtcNow()),
                UserName = "known@vendor.example",
                NormalizedUserName = "KNOWN@VENDOR.EXAMPLE",
                Email = "known@vendor.example",
                NormalizedEmail = "KNOWN@VENDOR.EXAMPLE",
                Name = "Known",
                CreatedAt = server.Clock.GetUtcNow(),
                SecurityStamp = "known",
            };
            account.PasswordHash = new Microsoft.AspNetCore.Identity.PasswordHasher<Account>().HashPassword(account, New);
            db.Accounts.Add(account);
            await db.SaveChangesAsync();
        }
        var link = await server.FirstOperatorLink();
        var session = new BrowserSession(server);
        await session.Open(link);
        await session.Submit(
            "/invitation",
            ("email", "Known@vendor.example"),
            ("name", "Thief"),
            ("password", New + "!"),
            ("again", New + "!")
        );
        session.Answer.Status.ShouldBe(422);
        session
            .Page.QuerySelector(".invalid-feedback")!
            .TextContent.ShouldBe("known@vendor.example already has an account here. Sign in with it first, then open the link again.");
        await session.Open(BrowserSession.Hub + session.Page.QuerySelector("main p a")!.GetAttribute("href"));
        await session.SignIn("known@vendor.example", New);
        session.Page.Url.ShouldBe(link);
        await session.Submit("/invitation");
        session.Page.Url.ShouldBe(BrowserSession.Hub + "/t/vendor");
        (await server.Account("known@vendor.example")).Name.ShouldBe("Known");
    }

    [Fact]
    public async Task The_demonstration_has_operators_of_its_own()
    {
        await using var server = await TestServer.Start(new TestServerOptions(Databases.Default) { Run = ["dc3"] });
        server.Datacentres[0].FirstOperatorFile.ShouldBeNull();
        await using var db = server.Db("dc3");
        (await db.Invitations.IgnoreQueryFilters().AnyAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task A_link_that_has_expired_is_deleted()
    {
        await using var server = await TestServer.Start(new TestServerOptions(Database.Sqlite) { Run = ["dc3"], Settings = Real });
        var file = server.Datacentres[0].FirstOperatorFile!;
        server.Clock.Advance(TimeSpan.FromDays(6));
        await server.Token(BrowserSession.Dc3, "nobody", "nothing");
        File.Exists(file).ShouldBeTrue();
        server.Clock.Advance(TimeSpan.FromDays(2));
        await Eventually.True(() => Task.FromResult(!File.Exists(file)));
    }

    [Fact, OuterTier]
    public async Task The_link_is_in_a_file_whose_path_is_told_at_the_terminal_and_nowhere_else()
    {
        using var folder = new TempFolder();
        var port = ServerProcess.FreePort();
        using var server = new ServerProcess([
            "--environment",
            "Development",
            "--Tokenhouse:BaseUrl",
            $"http://localhost:{port}",
            "--Tokenhouse:DataFolder",
            folder.Path,
            "--Tokenhouse:Run:0",
            "dc2",
            "--Logging:LogLevel:Default",
            "Trace",
            .. Real,
        ]);
        await Eventually.True(() =>
            Task.FromResult(server.Output.Contains("to create the first operator", StringComparison.Ordinal) || server.HasExited)
        );
        var file = Path.Combine(folder.Path, "dc2.first-operator");
        server
            .Output.Split('\n')
            .Single(line => line.Contains("first operator", StringComparison.Ordinal) && !line.StartsWith(' '))
            .Trim()
            .ShouldBe($"dc2: to create the first operator, open the link in {file}");
        server.Output.ShouldNotContain("link=");
        var link = (await File.ReadAllTextAsync(file)).Trim();
        link.ShouldMatch($@"^http://hub\.dc2\.localhost:{port}/invitation\?link=[A-Za-z0-9_-]{{43}}\z");
        server.Terminate();
        (await server.ExitCode()).ShouldBe(0);
    }
}

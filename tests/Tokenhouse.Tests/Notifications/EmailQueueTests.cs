using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Notifications;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Notifications;

/// <summary>Mails that wait: security notices first, one tenant's share bounded, and what finds no place told to the operators.</summary>
[Trait("Category", "Security")]
public sealed class EmailQueueTests : IDisposable
{
    private static readonly EmailMessage Notice = new("a@example.com", "notice", "");
    private static readonly EmailMessage Other = new("a@example.com", "other", "");

    private readonly CapturedLogs logs = new();
    private readonly FakeClock clock = new();

    [Fact]
    public async Task Security_notices_go_first_and_are_displaced_by_nothing()
    {
        var queue = Queue();
        for (var i = 0; i < 2 * EmailQueue.Capacity; i++)
            queue.Add(() => Task.FromResult<EmailMessage?>(Other));
        queue.AddNotice(() => Task.FromResult<EmailMessage?>(Notice));
        (await Next(queue)).ShouldBe(Notice);
        (await Next(queue)).ShouldBe(Other);
        queue.Lost.ShouldBe(new(0, EmailQueue.Capacity, clock.GetUtcNow()));
        queue.AddNotice(() => Task.FromResult<EmailMessage?>(Notice));
        (await Next(queue)).ShouldBe(Notice);
    }

    [Fact]
    public async Task One_tenant_has_a_share_and_gets_it_back_as_its_mails_are_sent()
    {
        var queue = Queue(mails: 2);
        for (var i = 0; i < 5; i++)
            queue.Add(() => Task.FromResult<EmailMessage?>(Other), tenant: 218);
        queue.Lost.Others.ShouldBe(3);
        queue.Add(() => Task.FromResult<EmailMessage?>(Other), tenant: 305);
        queue.Lost.Others.ShouldBe(3);
        await Next(queue);
        queue.Add(() => Task.FromResult<EmailMessage?>(Other), tenant: 218);
        queue.Lost.Others.ShouldBe(3);
    }

    [Fact]
    public async Task What_is_lost_is_logged_once_a_minute_and_what_waits_is_sent_before_the_end()
    {
        var queue = Queue();
        for (var i = 0; i < EmailQueue.Capacity + 3; i++)
            queue.AddNotice(() => Task.FromResult<EmailMessage?>(Notice));
        clock.Advance(TimeSpan.FromMinutes(1));
        queue.AddNotice(() => Task.FromResult<EmailMessage?>(Notice));
        logs.Text.ShouldContain(
            "Too many emails are waiting: since the start, 1 security notices and 0 other emails weren't sent. Check the mail server."
        );
        logs.Text.ShouldNotContain("Too many emails are waiting: since the start, 2 ");
        logs.Text.ShouldContain("Too many emails are waiting: since the start, 4 ");
        queue.Close();
        for (var i = 0; i < EmailQueue.Capacity; i++)
            (await Next(queue)).ShouldBe(Notice);
        (await queue.Next()).ShouldBeNull();
    }

    [Fact]
    public async Task Operators_see_on_their_first_page_that_mails_were_lost()
    {
        await using var server = await TestServer.Start(new TestServerOptions(Database.Sqlite) { Run = ["dc3"] });
        var session = await server.Operator();
        session.Page.QuerySelector(".alert-warning").ShouldBeNull();
        var queue = server.Services("dc3").GetRequiredService<EmailQueue>();
        var (arrived, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        queue.AddNotice(async () =>
        {
            arrived.SetResult();
            await go.Task;
            return null;
        });
        await arrived.Task;
        for (var i = 0; i < EmailQueue.Capacity + 1; i++)
            queue.AddNotice(() => Task.FromResult<EmailMessage?>(null));
        await session.Open(BrowserSession.Hub + "/operator");
        session
            .Page.QuerySelector(".alert-warning")
            .Text()
            .ShouldStartWith("1 security notice and 0 other emails weren't sent because too many were waiting, most recently on");
        go.SetResult();
    }

    public void Dispose() => logs.Dispose();

    private EmailQueue Queue(int mails = 10_000)
    {
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(logs));
        return new(new TenantBounds { Mails = mails }, clock, factory.CreateLogger<EmailQueue>());
    }

    private static async Task<EmailMessage?> Next(EmailQueue queue) => await (await queue.Next())!();
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Mail;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Mail;

/// <summary>Mails that wait: security notices first, one tenant's share bounded, and what finds no place told to the operators.</summary>
[Trait("Category", "Security")]
public sealed class MailQueueTests : IDisposable
{
    private static readonly Letter Notice = new("a@example.com", "notice", "");
    private static readonly Letter Other = new("a@example.com", "other", "");

    private readonly CapturedLogs logs = new();
    private readonly FakeClock clock = new();

    [Fact]
    public async Task Security_notices_go_first_and_are_displaced_by_nothing()
    {
        var queue = Queue();
        for (var i = 0; i < 2 * MailQueue.Capacity; i++)
            queue.Add(() => Task.FromResult<Letter?>(Other));
        queue.AddNotice(() => Task.FromResult<Letter?>(Notice));
        (await Next(queue)).ShouldBe(Notice);
        (await Next(queue)).ShouldBe(Other);
        queue.Lost.ShouldBe(new(0, MailQueue.Capacity, clock.GetUtcNow()));
        queue.AddNotice(() => Task.FromResult<Letter?>(Notice));
        (await Next(queue)).ShouldBe(Notice);
    }

    [Fact]
    public async Task One_tenant_has_a_share_and_gets_it_back_as_its_mails_are_sent()
    {
        var queue = Queue(mails: 2);
        for (var i = 0; i < 5; i++)
            queue.Add(() => Task.FromResult<Letter?>(Other), tenant: 218);
        queue.Lost.Others.ShouldBe(3);
        queue.Add(() => Task.FromResult<Letter?>(Other), tenant: 305);
        queue.Lost.Others.ShouldBe(3);
        await Next(queue);
        queue.Add(() => Task.FromResult<Letter?>(Other), tenant: 218);
        queue.Lost.Others.ShouldBe(3);
    }

    [Fact]
    public async Task What_is_lost_is_logged_once_a_minute_and_what_waits_is_sent_before_the_end()
    {
        var queue = Queue();
        for (var i = 0; i < MailQueue.Capacity + 3; i++)
            queue.AddNotice(() => Task.FromResult<Letter?>(Notice));
        clock.Advance(TimeSpan.FromMinutes(1));
        queue.AddNotice(() => Task.FromResult<Letter?>(Notice));
        logs.Text.ShouldContain(
            "Too many emails are waiting: since the start, 1 security notices and 0 other emails weren't sent. Check the mail server."
        );
        logs.Text.ShouldNotContain("Too many emails are waiting: since the start, 2 ");
        logs.Text.ShouldContain("Too many emails are waiting: since the start, 4 ");
        queue.Close();
        for (var i = 0; i < MailQueue.Capacity; i++)
            (await Next(queue)).ShouldBe(Notice);
        (await queue.Next()).ShouldBeNull();
    }

    [Fact]
    public async Task Operators_see_on_their_first_page_that_mails_were_lost()
    {
        await using var house = await House.Start(new HousePlan(Database.Sqlite) { Run = ["dc3"] });
        var visitor = await house.Operator();
        visitor.Page.QuerySelector(".alert-warning").ShouldBeNull();
        var queue = house.Services("dc3").GetRequiredService<MailQueue>();
        var (arrived, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        queue.AddNotice(async () =>
        {
            arrived.SetResult();
            await go.Task;
            return null;
        });
        await arrived.Task;
        for (var i = 0; i < MailQueue.Capacity + 1; i++)
            queue.AddNotice(() => Task.FromResult<Letter?>(null));
        await visitor.Open(Visitor.Hub + "/operator");
        visitor
            .Page.QuerySelector(".alert-warning")
            .Text()
            .ShouldStartWith("1 security notice and 0 other emails weren't sent because too many were waiting, most recently on");
        go.SetResult();
    }

    public void Dispose() => logs.Dispose();

    private MailQueue Queue(int mails = 10_000)
    {
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(logs));
        return new(new TenantBounds { Mails = mails }, clock, factory.CreateLogger<MailQueue>());
    }

    private static async Task<Letter?> Next(MailQueue queue) => await (await queue.Next())!();
}

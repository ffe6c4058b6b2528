using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Secrets;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Secrets;

/// <summary>Who answers for a credential hears in time that one of its secrets ends, and hears it once.</summary>
public sealed class ReminderTests(TestServers servers) : IClassFixture<TestServers>
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task Thirty_days_seven_days_and_one_day_before_the_end_a_mail_is_written()
    {
        var server = await servers.On();
        var (tenant, client) = await Ending(server, days: 60);
        var to = $"{client.Contact}, {client.Owner}";
        await Remind(server);
        server.Clock.Advance(TimeSpan.FromDays(29));
        await Remind(server);
        SentEmails.To(server, to).ShouldBeEmpty();

        var count = 0;
        foreach (var (wait, days) in new[] { (1, "30 days"), (23, "7 days"), (6, "a day") })
        {
            server.Clock.Advance(TimeSpan.FromDays(wait));
            await Remind(server);
            await Remind(server);
            var mails = await SentEmails.Wait(server, to, ++count);
            mails.Count.ShouldBe(count);
            mails
                .Count(mail => mail.Contains($"Subject: A secret of {client.Id} expires within {days}", StringComparison.Ordinal))
                .ShouldBe(1);
        }
        var text = SentEmails.To(server, to)[0];
        text.ShouldContain($"The secret ending in {client.Secrets[0].Hint} of the LIVE credential {client.Id}");
        text.ShouldContain($"http://hub.dc3.localhost:5080{tenant.At(client)}");
        text.ShouldNotContain("ending-secret");
        server.Clock.Advance(TimeSpan.FromDays(2));
        await Remind(server);
        SentEmails.To(server, to).Count.ShouldBe(3);
    }

    [Fact]
    public async Task The_timer_does_it()
    {
        var server = await servers.On();
        var (_, client) = await Ending(server, days: 31);
        server.Clock.Advance(TimeSpan.FromDays(1) + Hour);
        (await SentEmails.Wait(server, $"{client.Contact}, {client.Owner}")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Of_several_that_are_due_only_the_closest_is_written_and_none_when_the_secret_is_made()
    {
        var server = await servers.On();
        var (_, asleep) = await Ending(server, days: 40);
        var (_, fresh) = await Ending(server, days: 30);
        await Remind(server);
        SentEmails.To(server, $"{fresh.Contact}, {fresh.Owner}").ShouldBeEmpty();
        server.Clock.Advance(TimeSpan.FromDays(34)); // as if nothing had run for a month
        await Remind(server);
        (await SentEmails.Wait(server, $"{asleep.Contact}, {asleep.Owner}"))
            .ShouldHaveSingleItem()
            .ShouldContain($"Subject: A secret of {asleep.Id} expires within 7 days");
        SentEmails.To(server, $"{fresh.Contact}, {fresh.Owner}").ShouldBeEmpty(); // it is over
    }

    [Fact]
    public async Task Two_servers_write_once()
    {
        var server = await servers.On();
        var (tenant, client) = await Ending(server, days: 60);
        server.Clock.Advance(TimeSpan.FromDays(30));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Remind(server))));
        (await SentEmails.Wait(server, $"{client.Contact}, {client.Owner}")).Count.ShouldBe(1);
        await using var db = server.Db("dc3");
        db.Tenant = tenant.Id;
        (await db.Reminders.AsNoTracking().SingleAsync()).Days.ShouldBe(30);
    }

    [Fact]
    public async Task Where_nobody_is_named_the_Managers_are_told_and_a_moved_end_is_told_anew()
    {
        var server = await servers.On();
        var (tenant, client) = await Ending(server, days: 60, row => (row.Owner, row.Contact) = ("", ""));
        var manager = await server.Member(tenant, Role.Manager);
        await server.Member(tenant, Role.Developer);
        server.Clock.Advance(TimeSpan.FromDays(30));
        await Remind(server);
        (await SentEmails.Wait(server, manager)).Count.ShouldBe(1);
        await server.Change(async db =>
        {
            db.Tenant = tenant.Id;
            (await db.Secrets.SingleAsync()).ExpiresAt = server.Clock.GetUtcNow().AddDays(40);
        });
        await Remind(server);
        server.Clock.Advance(TimeSpan.FromDays(10));
        await Remind(server);
        (await SentEmails.Wait(server, manager, 2)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Nobody_is_told_of_what_is_disabled_or_ended()
    {
        var server = await servers.On();
        var (_, disabled) = await Ending(server, days: 60, row => row.DisabledAt = server.Clock.GetUtcNow());
        var (_, ended) = await Ending(server, days: 60, row => row.Secrets[0].DisabledAt = server.Clock.GetUtcNow());
        var (_, told) = await Ending(server, days: 60);
        server.Clock.Advance(TimeSpan.FromDays(30));
        await Remind(server);
        await SentEmails.Wait(server, $"{told.Contact}, {told.Owner}");
        SentEmails.To(server, $"{disabled.Contact}, {disabled.Owner}").ShouldBeEmpty();
        SentEmails.To(server, $"{ended.Contact}, {ended.Owner}").ShouldBeEmpty();
    }

    private static Task Remind(TestServer server) =>
        server.Services("dc3").GetRequiredService<SecretReminderService>().Remind(CancellationToken.None);

    /// <summary>A credential whose one secret ends after so many days.</summary>
    private static async Task<(Tenant Tenant, Client Client)> Ending(TestServer server, int days, Action<Client>? with = null)
    {
        var tenant = await server.Company();
        var client = await server.Credential(
            tenant,
            secret: "ending-secret-0123456789",
            with: row =>
            {
                (row.Owner, row.Contact) = ($"owner@{tenant.Slug}.example", $"contact@{tenant.Slug}.example");
                row.Secrets[0].ExpiresAt = server.Clock.GetUtcNow().AddDays(days);
                with?.Invoke(row);
            }
        );
        return (tenant, client);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Server.Admin.Secrets;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Secrets;

/// <summary>Who answers for a credential hears in time that one of its secrets ends, and hears it once.</summary>
public sealed class ReminderTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task Thirty_days_seven_days_and_one_day_before_the_end_a_mail_is_written()
    {
        await using var house = await Start(Databases.Default);
        var (tenant, client) = await Ending(house, days: 60);
        var to = $"{client.Contact}, {client.Owner}";
        await Remind(house);
        house.Clock.Advance(TimeSpan.FromDays(29));
        await Remind(house);
        Outbox.To(house, to).ShouldBeEmpty();

        var count = 0;
        foreach (var (wait, days) in new[] { (1, "30 days"), (23, "7 days"), (6, "a day") })
        {
            house.Clock.Advance(TimeSpan.FromDays(wait));
            await Remind(house);
            await Remind(house);
            var mails = await Outbox.Wait(house, to, ++count);
            mails.Count.ShouldBe(count);
            mails
                .Count(mail => mail.Contains($"Subject: A secret of {client.Id} expires within {days}", StringComparison.Ordinal))
                .ShouldBe(1);
        }
        var text = Outbox.To(house, to)[0];
        text.ShouldContain($"The secret ending in {client.Secrets[0].Hint} of the LIVE credential {client.Id}");
        text.ShouldContain($"http://hub.dc3.localhost:5080{tenant.At(client)}");
        text.ShouldNotContain("ending-secret");
        house.Clock.Advance(TimeSpan.FromDays(2));
        await Remind(house);
        Outbox.To(house, to).Count.ShouldBe(3);
    }

    [Fact]
    public async Task The_timer_does_it()
    {
        await using var house = await Start(Databases.Default);
        var (_, client) = await Ending(house, days: 31);
        house.Clock.Advance(TimeSpan.FromDays(1) + Hour);
        (await Outbox.Wait(house, $"{client.Contact}, {client.Owner}")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Of_several_that_are_due_only_the_closest_is_written_and_none_when_the_secret_is_made()
    {
        await using var house = await Start(Databases.Default);
        var (_, asleep) = await Ending(house, days: 40);
        var (_, fresh) = await Ending(house, days: 30);
        await Remind(house);
        Outbox.To(house, $"{fresh.Contact}, {fresh.Owner}").ShouldBeEmpty();
        house.Clock.Advance(TimeSpan.FromDays(34)); // as if nothing had run for a month
        await Remind(house);
        (await Outbox.Wait(house, $"{asleep.Contact}, {asleep.Owner}"))
            .ShouldHaveSingleItem()
            .ShouldContain($"Subject: A secret of {asleep.Id} expires within 7 days");
        Outbox.To(house, $"{fresh.Contact}, {fresh.Owner}").ShouldBeEmpty(); // it is over
    }

    [Fact]
    public async Task Two_servers_write_once()
    {
        await using var house = await Start(Databases.Default);
        var (tenant, client) = await Ending(house, days: 60);
        house.Clock.Advance(TimeSpan.FromDays(30));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Remind(house))));
        (await Outbox.Wait(house, $"{client.Contact}, {client.Owner}")).Count.ShouldBe(1);
        await using var db = house.Db("dc3");
        db.Tenant = tenant.Id;
        (await db.Reminders.AsNoTracking().SingleAsync()).Days.ShouldBe(30);
    }

    [Fact]
    public async Task Where_nobody_is_named_the_Managers_are_told_and_a_moved_end_is_told_anew()
    {
        await using var house = await Start(Databases.Default);
        var (tenant, client) = await Ending(house, days: 60, row => (row.Owner, row.Contact) = ("", ""));
        var manager = await house.Colleague(tenant, Role.Manager);
        await house.Colleague(tenant, Role.Developer);
        house.Clock.Advance(TimeSpan.FromDays(30));
        await Remind(house);
        (await Outbox.Wait(house, manager)).Count.ShouldBe(1);
        await house.Change(async db =>
        {
            db.Tenant = tenant.Id;
            (await db.Secrets.SingleAsync()).ExpiresAt = house.Clock.GetUtcNow().AddDays(40);
        });
        await Remind(house);
        house.Clock.Advance(TimeSpan.FromDays(10));
        await Remind(house);
        (await Outbox.Wait(house, manager, 2)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Nobody_is_told_of_what_is_disabled_or_ended()
    {
        await using var house = await Start(Databases.Default);
        var (_, disabled) = await Ending(house, days: 60, row => row.DisabledAt = house.Clock.GetUtcNow());
        var (_, ended) = await Ending(house, days: 60, row => row.Secrets[0].DisabledAt = house.Clock.GetUtcNow());
        var (_, told) = await Ending(house, days: 60);
        house.Clock.Advance(TimeSpan.FromDays(30));
        await Remind(house);
        await Outbox.Wait(house, $"{told.Contact}, {told.Owner}");
        Outbox.To(house, $"{disabled.Contact}, {disabled.Owner}").ShouldBeEmpty();
        Outbox.To(house, $"{ended.Contact}, {ended.Owner}").ShouldBeEmpty();
    }

    private static Task<House> Start(Database database) => House.Start(new HousePlan(database) { Run = ["dc3"] });

    private static Task Remind(House house) => house.Services("dc3").GetRequiredService<Reminders>().Remind(CancellationToken.None);

    /// <summary>A credential whose one secret ends after so many days.</summary>
    private static async Task<(Tenant Tenant, Client Client)> Ending(House house, int days, Action<Client>? with = null)
    {
        var tenant = await house.Company();
        var client = await house.Credential(
            tenant,
            secret: "ending-secret-0123456789",
            with: row =>
            {
                (row.Owner, row.Contact) = ($"owner@{tenant.Slug}.example", $"contact@{tenant.Slug}.example");
                row.Secrets[0].ExpiresAt = house.Clock.GetUtcNow().AddDays(days);
                with?.Invoke(row);
            }
        );
        return (tenant, client);
    }
}

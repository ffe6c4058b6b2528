using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Server.Notifications;

namespace Tokenhouse.Server.Hub.Secrets;

/// <summary>
/// Emails a credential's contact and owner 30 days, 7 days and one day before one of its secrets expires, once each, from whichever server:
/// the row is inserted before the email is sent, and a server that finds it sends nothing. If several are due at once, only the latest is sent.
/// </summary>
public sealed partial class SecretReminderService(
    IDbContextFactory<Db> dbs,
    SmtpEmailSender smtpEmailSender,
    Datacentre datacentre,
    TimeProvider clock,
    ILogger<SecretReminderService> log
) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private static readonly string[] Everybody = [Db.OwnerFilter];

    /// <summary>From and until how many days before the expiry.</summary>
    private static readonly IReadOnlyList<(int Days, int Until)> Steps = [(30, 7), (7, 1), (1, 0)];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Remind(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                CannotRemind(log, exception);
            }
        }
    }

    /// <summary>Sends all due reminders that haven't been sent yet.</summary>
    public async Task Remind(CancellationToken cancellationToken)
    {
        if (!smtpEmailSender.CanSend)
            return;
        foreach (var (days, until) in Steps)
        foreach (var secret in await Due(days, until, cancellationToken))
            await Remind(secret, days, cancellationToken);
    }

    private async Task<IReadOnlyList<Secret>> Due(int days, int until, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (after, last) = (now.AddDays(until), now.AddDays(days));
        await using var db = dbs.CreateDbContext();
        var ending = await (
            from secret in db.Secrets.IgnoreQueryFilters(Everybody).AsNoTracking()
            where secret.ExpiresAt > after && secret.ExpiresAt <= last && secret.DisabledAt == null
            where
                !db
                    .Reminders.IgnoreQueryFilters(Everybody)
                    .Any(told => told.SecretId == secret.Id && told.Days == days && told.ExpiresAt == secret.ExpiresAt)
            where
                db
                    .Clients.IgnoreQueryFilters(Everybody)
                    .Any(client => client.Environment == secret.Environment && client.Id == secret.ClientId && client.DisabledAt == null)
            select secret
        ).ToListAsync(cancellationToken);
        // No reminder if the secret was created inside the window.
        return [.. ending.Where(secret => secret.ExpiresAt!.Value.AddDays(-days) > secret.CreatedAt)];
    }

    private async Task Remind(Secret secret, int days, CancellationToken cancellationToken)
    {
        await using var db = dbs.CreateDbContext();
        db.Tenant = secret.TenantId;
        if (
            await CreateEmail(db, secret, days, cancellationToken) is not { } emailMessage
            || !await Claim(db, secret, days, cancellationToken)
        )
            return;
        try
        {
            await smtpEmailSender.Send(emailMessage, cancellationToken);
        }
        catch (Exception exception)
        {
            NotSent(log, secret.ClientId, exception);
            // Not sent after all: the next round, or another server, sends it.
            await db
                .Reminders.Where(row => row.SecretId == secret.Id && row.Days == days && row.ExpiresAt == secret.ExpiresAt)
                .ExecuteDeleteAsync(CancellationToken.None);
        }
    }

    /// <summary>Whether this server sends it.</summary>
    private async Task<bool> Claim(Db db, Secret secret, int days, CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "Reminders" ("SecretId", "Days", "ExpiresAt", "TenantId", "Environment", "SentAt")
            VALUES ({secret.Id}, {days}, {secret.ExpiresAt!.Value.ToUnixTimeMilliseconds()}, {secret.TenantId},
                    {secret.Environment.ToString()}, {clock.GetUtcNow().ToUnixTimeMilliseconds()})
            ON CONFLICT DO NOTHING
            """,
            cancellationToken
        ) == 1;

    /// <summary>Addressed to its contact and owner, or else to the tenant's Managers; null if there are none.</summary>
    private async Task<EmailMessage?> CreateEmail(Db db, Secret secret, int days, CancellationToken cancellationToken)
    {
        var client = await db
            .Clients.AsNoTracking()
            .SingleAsync(row => row.Environment == secret.Environment && row.Id == secret.ClientId, cancellationToken);
        var to = client.ContactEmails();
        if (to.Count == 0)
            to = await (
                from membership in db.Memberships
                join account in db.Accounts on membership.AccountId equals account.Id
                where membership.TenantId == secret.TenantId && membership.Role == Role.Manager && account.DisabledAt == null
                orderby account.Email
                select account.Email
            ).ToListAsync(cancellationToken);
        if (to.Count == 0)
            return null;
        var slug = await db.Tenants.Where(row => row.Id == secret.TenantId).Select(row => row.Slug).SingleAsync(cancellationToken);
        var page = $"{datacentre.Hub.Address}/t/{slug}{ClientKey.Of(client).Path}";
        return SecretEmailTemplates.Reminder(string.Join(", ", to), secret, days, page);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Couldn't look up which secrets expire soon. Trying again in an hour.")]
    private static partial void CannotRemind(ILogger log, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Couldn't send the reminder about a secret of {Client}. Trying again in an hour.")]
    private static partial void NotSent(ILogger log, string client, Exception exception);
}

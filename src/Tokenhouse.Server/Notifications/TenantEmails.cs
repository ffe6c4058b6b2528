using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.RateLimiting;

namespace Tokenhouse.Server.Notifications;

/// <summary>
/// Emails that a tenant's people and programs cause, to recipients they choose. No mailbox is flooded, and other emails don't
/// wait behind them: emails beyond the limit aren't sent. Everything in such an email is also in the Hub.
/// </summary>
public sealed partial class TenantEmails(
    EmailDispatchService mail,
    AttemptThrottle throttle,
    TenantBounds bounds,
    ILogger<TenantEmails> log
)
{
    /// <summary>The maximum to one mailbox within <see cref="AttemptThrottle.Window"/>.</summary>
    public const int MostToOne = 10;

    /// <summary>Whether sending email is configured.</summary>
    public bool IsPossible => mail.IsPossible;

    public void Send(TenantName tenant, EmailMessage emailMessage) =>
        mail.Send(
            tenant,
            async () =>
            {
                if (await IsBearable(tenant, emailMessage))
                    return emailMessage;
                TooMany(log, tenant.Slug);
                return null;
            }
        );

    private async Task<bool> IsBearable(TenantName tenant, EmailMessage emailMessage)
    {
        foreach (var mailbox in emailMessage.To.Split(", "))
            if (!await throttle.IsAmong(MostToOne, $"mail\n{tenant.Id}\n{mailbox.ToLowerInvariant()}"))
                return false;
        return await throttle.IsAmong(bounds.Mails, $"mail\n{tenant.Id}");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The tenant {Tenant} has reached its email limit. One email wasn't sent.")]
    private static partial void TooMany(ILogger log, string tenant);
}

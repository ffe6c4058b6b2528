using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Mail;

namespace Tokenhouse.Server.Accounts;

/// <summary>
/// What people and programs of a tenant cause to be written, to whomever they name. However often they do, no mailbox is flooded, and nobody else's mail
/// waits behind theirs: what is too much is not sent. Whatever a mail says stands in the Hub too.
/// </summary>
public sealed partial class TenantMail(Correspondence mail, Throttling throttling, TenantBounds bounds, ILogger<TenantMail> log)
{
    /// <summary>The most to one mailbox within <see cref="Throttling.Window"/>.</summary>
    public const int MostToOne = 10;

    /// <summary>Whether the operator said how.</summary>
    public bool IsPossible => mail.IsPossible;

    public void Send(TenantName tenant, Letter letter) =>
        mail.Send(
            tenant,
            async () =>
            {
                if (await IsBearable(tenant, letter))
                    return letter;
                TooMany(log, tenant.Slug);
                return null;
            }
        );

    private async Task<bool> IsBearable(TenantName tenant, Letter letter)
    {
        foreach (var mailbox in letter.To.Split(", "))
            if (!await throttling.IsAmong(MostToOne, $"mail\n{tenant.Id}\n{mailbox.ToLowerInvariant()}"))
                return false;
        return await throttling.IsAmong(bounds.Mails, $"mail\n{tenant.Id}");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The tenant {Tenant} causes more mails than are sent; one was left out.")]
    private static partial void TooMany(ILogger log, string tenant);
}

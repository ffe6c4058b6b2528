using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Notifications;

/// <summary>
/// Emails account holders after the response, so that neither the response nor its timing reveals whether there is such an
/// account. Delivery isn't guaranteed; people can request another.
/// </summary>
public sealed partial class EmailDispatchService(
    SmtpEmailSender smtpEmailSender,
    EmailQueue queue,
    EmailLinks emailLinks,
    ILogger<EmailDispatchService> log
) : BackgroundService
{
    /// <summary>Whether sending email is configured.</summary>
    public bool IsPossible => smtpEmailSender.CanSend;

    /// <summary>A link to reset the password, to the account with the email address, if there is one.</summary>
    public void Reset(Site site, string email) =>
        Write(async () =>
            await emailLinks.Holder(email) is { } account && await emailLinks.Make(account.Id, LinkPurpose.ResetPassword) is { } value
                ? EmailTemplates.Reset(site, account.Email!, value)
                : null
        );

    /// <summary>A link to confirm the account's email address.</summary>
    public void Confirm(Site site, Account account) =>
        Write(async () =>
            await emailLinks.Make(account.Id, LinkPurpose.ConfirmEmail) is { } value
                ? EmailTemplates.Confirm(site, account.Email!, value)
                : null
        );

    /// <summary>A notice that something about the sign-in changed, in case the account holder didn't change it.</summary>
    public void Tell(Site site, Account account, string what)
    {
        if (IsPossible)
            queue.AddNotice(() => Task.FromResult<EmailMessage?>(EmailTemplates.News(site, account.Email!, what)));
    }

    /// <summary>A notice that someone knew the password and entered wrong codes.</summary>
    public void Warn(Site site, Account account, int wrongCodes) =>
        Write(() => Task.FromResult<EmailMessage?>(EmailTemplates.WrongCodes(site, account.Email!, wrongCodes)));

    /// <summary>An invitation to a tenant.</summary>
    internal void Invite(HubHost hub, TenantName into, string to, EmailTemplates.Welcome welcome) =>
        Send(into, () => Task.FromResult<EmailMessage?>(EmailTemplates.Invite(hub, to, welcome)));

    /// <summary>An email caused by a tenant, created when its turn comes; null if it isn't needed after all.</summary>
    internal void Send(TenantName tenant, Func<Task<EmailMessage?>> write) => Write(write, tenant.Id);

    /// <summary>Sends what is queued and accepts no more.</summary>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Close();
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await queue.Next() is { } write)
            try
            {
                if (await write() is { } emailMessage)
                    await smtpEmailSender.Send(emailMessage, CancellationToken.None);
            }
            catch (Exception exception)
            {
                NotSent(log, exception); // the next may succeed
            }
    }

    private void Write(Func<Task<EmailMessage?>> write, long? tenant = null)
    {
        if (IsPossible)
            queue.Add(write, tenant);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "An email couldn't be sent.")]
    private static partial void NotSent(ILogger log, Exception exception);
}

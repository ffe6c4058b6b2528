using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Mail;

namespace Tokenhouse.Server.Accounts;

/// <summary>
/// Writes to account holders, after the answer to the request: whether there is anybody to write to shows neither in what is answered nor in
/// how long it takes. Mail is not promised; who misses one asks again.
/// </summary>
public sealed partial class Correspondence(Postbox postbox, MailQueue queue, Links links, ILogger<Correspondence> log) : BackgroundService
{
    /// <summary>Whether the operator said how.</summary>
    public bool IsPossible => postbox.CanSend;

    /// <summary>A link to a new password, to the account with the mail address, if there is one.</summary>
    public void Reset(Site site, string email) =>
        Write(async () =>
            await links.Holder(email) is { } account && await links.Make(account.Id, LinkPurpose.ResetPassword) is { } value
                ? Letters.Reset(site, account.Email!, value)
                : null
        );

    /// <summary>A link that confirms the account's mail address.</summary>
    public void Confirm(Site site, Account account) =>
        Write(async () =>
            await links.Make(account.Id, LinkPurpose.ConfirmEmail) is { } value ? Letters.Confirm(site, account.Email!, value) : null
        );

    /// <summary>That something about the sign-in changed, for the one who did not change it.</summary>
    public void Tell(Site site, Account account, string what)
    {
        if (IsPossible)
            queue.AddNotice(() => Task.FromResult<Letter?>(Letters.News(site, account.Email!, what)));
    }

    /// <summary>That someone knew the password and typed wrong codes.</summary>
    public void Warn(Site site, Account account) => Write(() => Task.FromResult<Letter?>(Letters.WrongCodes(site, account.Email!)));

    /// <summary>That somebody is invited into a tenant.</summary>
    internal void Invite(Core.Hub hub, TenantName into, string to, Letters.Welcome welcome) =>
        Send(into, () => Task.FromResult<Letter?>(Letters.Invite(hub, to, welcome)));

    /// <summary>A letter that a tenant causes, written when its turn comes; null: there is none after all.</summary>
    internal void Send(TenantName tenant, Func<Task<Letter?>> write) => Write(write, tenant.Id);

    /// <summary>Writes what waits, and takes no more.</summary>
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
                if (await write() is { } letter)
                    await postbox.Send(letter, CancellationToken.None);
            }
            catch (Exception exception)
            {
                NotSent(log, exception); // the next may fare better
            }
    }

    private void Write(Func<Task<Letter?>> write, long? tenant = null)
    {
        if (IsPossible)
            queue.Add(write, tenant);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A mail could not be sent.")]
    private static partial void NotSent(ILogger log, Exception exception);
}

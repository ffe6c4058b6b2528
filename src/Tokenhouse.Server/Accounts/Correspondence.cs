using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Protocol;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Mail;

namespace Tokenhouse.Server.Accounts;

/// <summary>
/// Writes to account holders, after the answer to the request: whether there is anybody to write to shows neither in what is answered nor in
/// how long it takes. Mail is not promised; who misses one asks again.
/// </summary>
public sealed partial class Correspondence(
    Postbox postbox,
    Links links,
    IDbContextFactory<Db> dbs,
    Microsoft.AspNetCore.Identity.ILookupNormalizer normalizer,
    ILogger<Correspondence> log
) : BackgroundService
{
    private const int MostWaiting = 1000;

    private readonly Channel<Func<Task<Letter?>>> waiting = Channel.CreateBounded<Func<Task<Letter?>>>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }
    );

    /// <summary>Whether the operator said how.</summary>
    public bool IsPossible => postbox.CanSend;

    /// <summary>A link to a new password, to the account with the mail address, if there is one.</summary>
    public void Reset(Site site, string email) =>
        Write(async () =>
        {
            var normal = normalizer.NormalizeEmail(email);
            await using var db = dbs.CreateDbContext();
            var account = await db
                .Accounts.AsNoTracking()
                .SingleOrDefaultAsync(row => row.NormalizedEmail == normal && row.DisabledAt == null);
            return account is not null && await links.Make(account.Id, LinkPurpose.ResetPassword) is { } value
                ? Letters.Reset(site, account.Email!, value)
                : null;
        });

    /// <summary>A link that confirms the account's mail address.</summary>
    public void Confirm(Site site, Account account) =>
        Write(async () =>
            await links.Make(account.Id, LinkPurpose.ConfirmEmail) is { } value ? Letters.Confirm(site, account.Email!, value) : null
        );

    /// <summary>That something about the sign-in changed, for the one who did not change it.</summary>
    public void Tell(Site site, Account account, string what) =>
        Write(() => Task.FromResult<Letter?>(Letters.News(site, account.Email!, what)));

    /// <summary>That someone knew the password and typed wrong codes.</summary>
    public void Warn(Site site, Account account) => Write(() => Task.FromResult<Letter?>(Letters.WrongCodes(site, account.Email!)));

    /// <summary>That somebody is invited into a tenant.</summary>
    internal void Invite(Protocol.Hub hub, string to, Letters.Welcome welcome) =>
        Write(() => Task.FromResult<Letter?>(Letters.Invite(hub, to, welcome)));

    /// <summary>A letter that is written elsewhere, when its turn comes; null: there is none after all.</summary>
    internal void Send(Func<Task<Letter?>> write) => Write(write);

    /// <summary>Writes what waits, and takes no more.</summary>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        waiting.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var write in waiting.Reader.ReadAllAsync(CancellationToken.None))
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

    private void Write(Func<Task<Letter?>> write)
    {
        if (IsPossible)
            waiting.Writer.TryWrite(write);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A mail could not be sent.")]
    private static partial void NotSent(ILogger log, Exception exception);
}

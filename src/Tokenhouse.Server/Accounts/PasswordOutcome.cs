using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Accounts;

/// <summary>What came of a mail address and a password: the account whose they are, or why not.</summary>
public sealed record PasswordOutcome
{
    public static readonly PasswordOutcome Wrong = new(new Reason(RefusalKind.SignInWrongPassword, $"the password is wrong"));

    public static readonly PasswordOutcome Throttled = new(
        new Reason(
            RefusalKind.SignInThrottled,
            $"too many attempts from the network of the address within {(int)Throttling.Window.TotalMinutes} minutes"
        )
    );

    /// <summary>Too many passwords wait to be hashed: this one was neither looked at nor counted.</summary>
    public static readonly PasswordOutcome Busy = new() { IsBusy = true };

    public PasswordOutcome(Account account) => Account = account;

    private PasswordOutcome(Reason? refusal = null) => Refusal = refusal;

    /// <summary>Null: there is a refusal, or the server is busy.</summary>
    public Account? Account { get; }

    /// <summary>For the event log alone. Null: there is an account, or the server is busy.</summary>
    public Reason? Refusal { get; }

    public bool IsBusy { get; private init; }

    /// <summary>Whether there were too many attempts, so that this one was not looked at.</summary>
    public bool IsThrottled => Refusal?.Kind is RefusalKind.SignInThrottled;

    /// <summary>The password was right, but nobody signs in to the account any more.</summary>
    public static PasswordOutcome Disabled(DateTimeOffset since) =>
        new(new Reason(RefusalKind.SignInDisabled, $"the account was disabled on {since:d MMMM yyyy}"));
}

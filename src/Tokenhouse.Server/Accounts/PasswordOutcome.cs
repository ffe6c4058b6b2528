using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Accounts;

/// <summary>The result of checking an email address and a password: the account, or the reason of the refusal.</summary>
public sealed record PasswordOutcome
{
    public static readonly PasswordOutcome Wrong = new(new Reason(RefusalKind.SignInWrongPassword, $"the password is wrong"));

    public static readonly PasswordOutcome Throttled = new(
        new Reason(
            RefusalKind.SignInThrottled,
            $"too many attempts from the address's network within {(int)Throttling.Window.TotalMinutes} minutes"
        )
    );

    /// <summary>Too many passwords are waiting to be hashed. This one was neither checked nor counted.</summary>
    public static readonly PasswordOutcome Busy = new() { IsBusy = true };

    public PasswordOutcome(Account account) => Account = account;

    private PasswordOutcome(Reason? refusal = null) => Refusal = refusal;

    /// <summary>Null if it was refused or the server is busy.</summary>
    public Account? Account { get; }

    /// <summary>Only for the event log. Null if there is an account or the server is busy.</summary>
    public Reason? Refusal { get; }

    public bool IsBusy { get; private init; }

    /// <summary>Whether there were too many attempts, so that this one wasn't checked.</summary>
    public bool IsThrottled => Refusal?.Kind is RefusalKind.SignInThrottled;

    /// <summary>The password was correct, but the account is disabled.</summary>
    public static PasswordOutcome Disabled(DateTimeOffset since) =>
        new(new Reason(RefusalKind.SignInDisabled, $"the account was disabled on {since:d MMMM yyyy}"));
}

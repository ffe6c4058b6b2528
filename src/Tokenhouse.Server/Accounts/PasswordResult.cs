using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.RateLimiting;

namespace Tokenhouse.Server.Accounts;

/// <summary>The result of checking an email address and a password: the account, or the reason of the refusal.</summary>
public sealed record PasswordResult
{
    public static readonly PasswordResult Wrong = new(new RefusalReason(RefusalKind.SignInWrongPassword, $"the password is wrong"));

    public static readonly PasswordResult Throttled = new(
        new RefusalReason(
            RefusalKind.SignInThrottled,
            $"too many attempts from the address's network within {(int)AttemptThrottle.Window.TotalMinutes} minutes"
        )
    );

    /// <summary>Too many passwords are waiting to be hashed. This one was neither checked nor counted.</summary>
    public static readonly PasswordResult Busy = new() { IsBusy = true };

    public PasswordResult(Account account) => Account = account;

    private PasswordResult(RefusalReason? refusal = null) => Refusal = refusal;

    /// <summary>Null if it was refused or the server is busy.</summary>
    public Account? Account { get; }

    /// <summary>Only for the event log. Null if there is an account or the server is busy.</summary>
    public RefusalReason? Refusal { get; }

    public bool IsBusy { get; private init; }

    /// <summary>Whether there were too many attempts, so that this one wasn't checked.</summary>
    public bool IsThrottled => Refusal?.Kind is RefusalKind.SignInThrottled;

    /// <summary>The password was correct, but the account is disabled.</summary>
    public static PasswordResult Disabled(DateTimeOffset since) =>
        new(new RefusalReason(RefusalKind.SignInDisabled, $"the account was disabled on {since:d MMMM yyyy}"));
}

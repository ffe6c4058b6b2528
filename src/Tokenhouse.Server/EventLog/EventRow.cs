using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.EventLog;

/// <summary>The database operation for one entry of a batch: a new row, or a change of one.</summary>
public abstract record EventRow
{
    private EventRow() { }

    /// <summary>Removes it from its batch.</summary>
    public required Action Forget { get; init; }

    public sealed record Tokens(Usage Usage) : EventRow;

    public sealed record SecretUsed(Guid Secret, DateTimeOffset At) : EventRow;

    public sealed record NetworkMatched(Guid Entry, DateTimeOffset At) : EventRow;

    public sealed record Refused(Refusal Refusal) : EventRow;

    public sealed record SignedIn(SignIn SignIn) : EventRow;
}

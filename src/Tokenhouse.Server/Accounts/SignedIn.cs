using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Accounts;

/// <summary>Proof that a browser belongs to a person: it is made by <see cref="Sessions"/> alone.</summary>
public sealed class SignedIn
{
    /// <summary>How long a sign-in counts as a moment ago.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromMinutes(5);

    internal SignedIn(Account account, Session session) => (Account, Session) = (account, session);

    public Account Account { get; }

    public Session Session { get; }

    /// <summary>Whether they showed a moment ago that it is them.</summary>
    public bool IsFreshAt(DateTimeOffset now) => Session.AuthenticatedAt + Freshness > now;
}

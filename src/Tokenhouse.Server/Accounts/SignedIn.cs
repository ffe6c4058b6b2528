using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Accounts;

/// <summary>Proof that a browser belongs to a person: it is made by <see cref="Sessions"/> alone.</summary>
public sealed class SignedIn
{
    internal SignedIn(Account account, Session session) => (Account, Session) = (account, session);

    public Account Account { get; }

    public Session Session { get; }
}

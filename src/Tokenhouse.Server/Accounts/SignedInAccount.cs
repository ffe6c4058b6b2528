using System.Security.Claims;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Accounts;

/// <summary>
/// The identity of a person whose browser has a session: <see cref="HttpContext.User"/> has it, with the rows that were read. Only
/// <see cref="Sessions"/> creates it. Antiforgery binds forms to its only claim.
/// </summary>
public sealed class SignedInAccount : ClaimsIdentity
{
    /// <summary>How long a sign-in counts as recent.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromMinutes(5);

    internal SignedInAccount(Account account, Session session)
        : base([new(ClaimTypes.NameIdentifier, account.Id.ToString())], "session") => (Account, Session) = (account, session);

    public Account Account { get; }

    public Session Session { get; }

    /// <summary>Who sent the request; null when no one is signed in.</summary>
    public static SignedInAccount? Find(HttpContext http) => http.User.Identity as SignedInAccount;

    /// <summary>Who sent the request, on a route that requires a signed-in person.</summary>
    public static SignedInAccount Of(HttpContext http) =>
        Find(http) ?? throw new InvalidOperationException($"{http.GetEndpoint()?.DisplayName} must require authorization.");

    /// <summary>Whether they signed in within the last five minutes.</summary>
    public bool IsFreshAt(DateTimeOffset now) => Session.AuthenticatedAt + Freshness > now;
}

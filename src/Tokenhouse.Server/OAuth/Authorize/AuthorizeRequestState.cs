using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;

namespace Tokenhouse.Server.OAuth.Authorize;

/// <summary>
/// An authorization request during sign-in and consent, sealed into one parameter, so that it comes back unchanged. Nothing is
/// stored for a request alone.
/// </summary>
public sealed class AuthorizeRequestState(IDataProtectionProvider protection, TimeProvider clock)
{
    /// <summary>The parameter that contains the ticket.</summary>
    public const string Name = "ticket";

    /// <summary>How much time the person has.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>Longer requests wouldn't fit into a URL after sealing, which makes them a third longer.</summary>
    public const int LongestRequest = 16 * 1024;

    private readonly ProtectedState state = new(protection.CreateProtector("Tokenhouse.AuthorizeTicket"), clock, Lifetime);

    public string Seal(IncomingAuthorizeRequest incomingAuthorizeRequest) =>
        state.Protect(
            incomingAuthorizeRequest.AskedAt,
            $"{incomingAuthorizeRequest.AgreedBy} {incomingAuthorizeRequest.SelectedBy}", // one value, which the previous release reads too
            incomingAuthorizeRequest.Path,
            incomingAuthorizeRequest.Parameters.Encode()
        );

    /// <summary>Null if it isn't ours or is too old.</summary>
    public IncomingAuthorizeRequest? Open(string? ticket) =>
        state.Unprotect(ticket, count: 3) is var (askedAt, values)
        && values is [var decided, var path, var request]
        && FormDecoder.Decode(Encoding.UTF8.GetBytes(request)).Ok(out var sent, out _)
        && Parameters.From(sent).Ok(out var parameters, out _)
            ? new(path, parameters, askedAt, IsResumed: true) { AgreedBy = Account(decided, 0), SelectedBy = Account(decided, 1) }
            : null;

    private static Guid? Account(string decided, int which) =>
        Guid.TryParse(decided.Split(' ').ElementAtOrDefault(which), out var account) ? account : null;
}

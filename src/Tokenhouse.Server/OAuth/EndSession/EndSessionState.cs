using Microsoft.AspNetCore.DataProtection;
using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Clients;

namespace Tokenhouse.Server.OAuth.EndSession;

/// <summary>
/// A checked request on its way to our page, sealed into one parameter. A browser doesn't send the session's cookie with another site's POST,
/// but with the redirect that follows.
/// </summary>
public sealed class EndSessionState(IDataProtectionProvider protection, EndSessionRequestReader reader, TimeProvider clock)
{
    /// <summary>The parameter that contains the ticket.</summary>
    public const string Name = "ticket";

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly ProtectedState state = new(protection.CreateProtector("Tokenhouse.EndSession"), clock, Lifetime);

    public string Seal(EndSessionRequest request) =>
        state.Protect(
            clock.GetUtcNow(),
            request.Client?.Id ?? "",
            request.RedirectUri ?? "",
            request.SessionId ?? "",
            request.Fault ?? "",
            request.State ?? ""
        );

    /// <summary>Empty if it isn't ours, is too old, or the client changed in the meantime: then the person is asked and stays here.</summary>
    public async ValueTask<EndSessionRequest> Open(Site site, string? ticket)
    {
        if (state.Unprotect(ticket, count: 5) is not (_, [var id, var uri, var session, var fault, var sent]))
            return EndSessionRequest.Empty;
        RegisteredClient? client = null;
        if (id.Length > 0 && !(await reader.Client(site, id)).Ok(out client, out _))
            return EndSessionRequest.Empty;
        return uri.Length == 0 || client?.HasPostLogoutRedirectUri(uri) == true
            ? new(client, NotEmpty(uri), NotEmpty(sent), NotEmpty(session), NotEmpty(fault))
            : EndSessionRequest.Empty;
    }

    private static string? NotEmpty(string text) => text.Length == 0 ? null : text;
}

using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;

namespace Tokenhouse.Server.Endpoints.Authorize;

/// <summary>
/// An authorization request on its way through sign-in and consent, sealed into one parameter, so that it comes back as it was sent. Nothing is
/// stored: whoever only asks leaves nothing behind.
/// </summary>
public sealed class Tickets(IDataProtectionProvider protection, TimeProvider clock)
{
    /// <summary>The parameter that holds one.</summary>
    public const string Name = "ticket";

    /// <summary>How long a person may take.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>Longer requests would not fit into a URL once they are sealed.</summary>
    public const int LongestRequest = 4096;

    private readonly ProtectedState state = new(protection.CreateProtector("Tokenhouse.AuthorizeTicket"), clock, Lifetime);

    public string Seal(Arrival arrival) => state.Protect(arrival.AskedAt, $"{arrival.AgreedBy}", arrival.Path, arrival.Parameters.Encode());

    /// <summary>Null: it is none of ours, or too old.</summary>
    public Arrival? Open(string? ticket) =>
        state.Unprotect(ticket, count: 3) is var (askedAt, values)
        && values is [var agreed, var path, var request]
        && FormDecoder.Decode(Encoding.UTF8.GetBytes(request)).Ok(out var sent, out _)
        && Parameters.From(sent).Ok(out var parameters, out _)
            ? new(path, parameters, askedAt, IsResumed: true) { AgreedBy = Guid.TryParse(agreed, out var account) ? account : null }
            : null;
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Tokenhouse.Core;

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

    private readonly IDataProtector protector = protection.CreateProtector("Tokenhouse.AuthorizeTicket");

    public string Seal(Arrival arrival) =>
        protector.Protect(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{arrival.AskedAt.ToUnixTimeMilliseconds()}\n{arrival.AgreedBy}\n{arrival.Path}\n{arrival.Parameters.Encode()}"
            )
        );

    /// <summary>Null: it is none of ours, or too old.</summary>
    public Arrival? Open(string? ticket)
    {
        if (string.IsNullOrEmpty(ticket) || Unprotect(ticket) is not { } text)
            return null;
        if (text.Split('\n', 4) is not [var asked, var agreed, var path, var request])
            return null; // of an earlier release
        var askedAt = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(asked, CultureInfo.InvariantCulture));
        return
            askedAt + Lifetime > clock.GetUtcNow()
            && FormDecoder.Decode(Encoding.UTF8.GetBytes(request)).Ok(out var sent, out _)
            && Parameters.From(sent).Ok(out var parameters, out _)
            ? new(path, parameters, askedAt, IsResumed: true) { AgreedBy = Guid.TryParse(agreed, out var account) ? account : null }
            : null;
    }

    private string? Unprotect(string ticket)
    {
        try
        {
            return protector.Unprotect(ticket);
        }
        catch (CryptographicException)
        {
            return null; // altered, or sealed elsewhere: the caller shows a page that says so
        }
    }
}

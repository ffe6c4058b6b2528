using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Tokenhouse.Protocol;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Endpoints.Authorize;

namespace Tokenhouse.Server.Hub.SignIn;

/// <summary>
/// Sends people to the sign-in host, as any client does: with state and PKCE (RFC 9700, 2.1). What must be known when they come back is sealed in
/// a cookie of this browser. Nothing is stored: whoever only sets out leaves nothing behind.
/// </summary>
public sealed class Departures(Datacentre datacentre, IDataProtectionProvider protection, TimeProvider clock)
{
    /// <summary>How long a person may take.</summary>
    public static readonly TimeSpan Lifetime = Tickets.Lifetime;

    private readonly HostCookie cookie = new(datacentre, "tokenhouse-hub-sign-in");
    private readonly IDataProtector protector = protection.CreateProtector("Tokenhouse.HubSignIn");
    private readonly string authorize = datacentre.Site(Environment.LIVE).Issuer + AuthorizePath;

    private const string AuthorizePath = "/connect/authorize";

    /// <summary>Sends the browser away, to come back to a page.</summary>
    /// <param name="http">The request.</param>
    /// <param name="page">Path and query of a page of the Hub; anything else becomes the first page.</param>
    /// <param name="again">Whether the person must show anew that it is them.</param>
    public void Depart(HttpContext http, string? page, bool again = false)
    {
        var departure = new Departure(RandomValue.Make(), RandomValue.Make(), HubPath.Or(page));
        var ends = (clock.GetUtcNow() + Lifetime).ToUnixTimeMilliseconds();
        cookie.Write(
            http,
            protector.Protect(
                string.Create(CultureInfo.InvariantCulture, $"{ends}\n{departure.State}\n{departure.Verifier}\n{departure.Page}")
            )
        );
        List<Parameter> request =
        [
            new("response_type", "code"),
            new("client_id", Protocol.Hub.ClientId),
            new("redirect_uri", datacentre.Hub.Callback),
            new("scope", HubApi.SignIn),
            new("state", departure.State),
            new("code_challenge", CodeChallenge.Of(departure.Verifier)),
            new("code_challenge_method", CodeChallenge.Method),
        ];
        if (again)
            request.Add(new("prompt", "login"));
        AuthorizeResponse.Redirect(http, RedirectUri.With(authorize, request));
    }

    /// <summary>What this browser set out with, if that is what came back; null: it is not, or it took too long. It is over then.</summary>
    public Departure? Return(HttpContext http, string state)
    {
        if (cookie.Read(http) is not { } value || Open(value) is not [var ends, var sent, var verifier, var page] || sent != state)
            return null;
        cookie.Delete(http);
        return long.Parse(ends, CultureInfo.InvariantCulture) > clock.GetUtcNow().ToUnixTimeMilliseconds()
            ? new(sent, verifier, page)
            : null;
    }

    private string[]? Open(string value)
    {
        try
        {
            return protector.Unprotect(value).Split('\n', 4);
        }
        catch (CryptographicException)
        {
            return null; // altered, or sealed elsewhere
        }
    }
}
